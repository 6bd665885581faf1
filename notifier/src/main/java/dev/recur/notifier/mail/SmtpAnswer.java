package dev.recur.notifier.mail;

import dev.recur.notifier.sender.Failure;
import dev.recur.notifier.sender.FailureCode;
import dev.recur.notifier.sender.Outcome;
import dev.recur.schemas.avro.AttemptOutcome;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What the mail server's answers mean. Servers repeat addresses in what they say, so nothing of it
 * is passed on but the code of three digits and the code of RFC 3463 behind it.
 */
final class SmtpAnswer {

  /** RFC 5321: the server is closing, whatever it is asked. */
  private static final int CLOSING = 421;

  /** RFC 5321 and 4954: answers to somebody who speaks out of turn or has to log in first. */
  private static final int BAD_SEQUENCE = 503;

  private static final int LOGIN_WANTED = 530;

  private static final int PERMANENT = 500;
  private static final int TRANSIENT = 400;

  private static final Pattern ENHANCED =
      Pattern.compile("\\A[45]\\d\\d[ -]([45]\\.\\d{1,3}\\.\\d{1,3})\\b");

  private final TimedSockets.Time time;
  private final Duration deadline;

  SmtpAnswer(TimedSockets.Time time, Duration deadline) {
    this.time = time;
    this.deadline = deadline;
  }

  /**
   * There is no connection to speak over.
   *
   * @param code of the server's last answer; none of an error where it gave none
   */
  Outcome notConnected(MessagingException e, int code) {
    if (e instanceof AuthenticationFailedException) {
      return server(
          "The mail server does not take the login: check username and password", e, code);
    }
    IOException cause = cause(e);
    if (cause instanceof TimedSockets.SaysTooMuchException) {
      return tooMuch(cause);
    }
    if (time.isOver() || cause instanceof SocketTimeoutException) {
      return late();
    }
    if (cause instanceof UnknownHostException) {
      return failed(FailureCode.E_DNS, "The mail server's name cannot be looked up.");
    }
    if (cause instanceof SSLException) {
      return failed(
          FailureCode.E_TLS,
          "The connection to the mail server cannot be made secure, or its certificate is not its"
              + " own: check host, port and tls.");
    }
    if (cause != null) {
      return failed(
          FailureCode.E_CONNECT, "No connection to the mail server: check host and port.");
    }
    if (String.valueOf(e.getMessage()).contains("STARTTLS")) {
      return failed(
          FailureCode.E_TLS,
          "The mail server offers no STARTTLS: set tls to TLS or change the port.");
    }
    return code >= TRANSIENT
        ? server("The mail server does not let us in", e, code)
        : failed(
            FailureCode.E_PROTOCOL,
            "What answers is no mail server, or wants another tls setting.");
  }

  /** The server was spoken to and did not take the message. */
  Outcome notTaken(MessagingException e) {
    for (Exception next = e; next != null; next = next(next)) {
      switch (next) {
        case SMTPAddressFailedException address when address.getReturnCode() >= TRANSIENT -> {
          return ofBuyer(address, address.getReturnCode());
        }
        case SMTPSenderFailedException sender when sender.getReturnCode() >= TRANSIENT -> {
          return server("The mail server does not take our from", sender, sender.getReturnCode());
        }
        case SMTPSendFailedException send when send.getReturnCode() >= TRANSIENT -> {
          if (isAboutUs(send)) {
            return server("The mail server does not take our from", send, send.getReturnCode());
          }
          if (send.getNextException() == null) {
            return ofBuyer(send, send.getReturnCode());
          }
        }
        default -> {}
      }
    }
    IOException cause = cause(e);
    if (cause instanceof TimedSockets.SaysTooMuchException) {
      return tooMuch(cause);
    }
    return time.isOver() || cause instanceof SocketTimeoutException
        ? late()
        : failed(
            FailureCode.E_CLOSED, "The mail server closed the connection before it had answered.");
  }

  private static boolean isAboutUs(SMTPSendFailedException e) {
    return String.valueOf(e.getCommand()).toUpperCase(Locale.ROOT).startsWith("MAIL");
  }

  /** What it says to the recipient or the message itself. */
  private static Outcome ofBuyer(MessagingException e, int code) {
    if (code == CLOSING || code == BAD_SEQUENCE || code == LOGIN_WANTED) {
      return server("The mail server does not let us send", e, code);
    }
    if (code >= PERMANENT) {
      return Outcome.of(
          AttemptOutcome.UNDELIVERABLE,
          new Failure(
              FailureCode.E_UNDELIVERABLE,
              "The mail server will not take it for this buyer (" + codes(e, code) + ")."));
    }
    return Outcome.of(
        AttemptOutcome.REFUSED,
        new Failure(
            FailureCode.E_MAIL_DEFERRED,
            "The mail server does not take it now (" + codes(e, code) + ")."));
  }

  private static Outcome server(String what, MessagingException e, int code) {
    return failed(FailureCode.E_MAIL_SERVER, what + " (" + codes(e, code) + ").");
  }

  private Outcome late() {
    return failed(
        FailureCode.E_TIMEOUT,
        "The mail server had not answered within %d ms.".formatted(deadline.toMillis()));
  }

  private static Outcome tooMuch(IOException said) {
    return failed(FailureCode.E_PROTOCOL, String.valueOf(said.getMessage()));
  }

  private static Outcome failed(FailureCode code, String reason) {
    return Outcome.failed(new Failure(code, reason));
  }

  private static String codes(MessagingException e, int code) {
    Matcher enhanced = ENHANCED.matcher(String.valueOf(e.getMessage()));
    return code + (enhanced.find() ? " " + enhanced.group(1) : "");
  }

  private static @Nullable Exception next(Exception e) {
    return e instanceof MessagingException messaging ? messaging.getNextException() : null;
  }

  private static @Nullable IOException cause(MessagingException e) {
    IOException found = null;
    for (Throwable next = e; next != null; next = next.getCause()) {
      if (next instanceof IOException io && !(found instanceof SocketTimeoutException)) {
        found = io;
      }
    }
    return found;
  }
}
