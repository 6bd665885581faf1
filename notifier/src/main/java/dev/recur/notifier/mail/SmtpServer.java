package dev.recur.notifier.mail;

import dev.recur.notifier.mail.MailSettings.Login;
import dev.recur.notifier.mail.MailSettings.Tls;
import dev.recur.notifier.sender.Outcome;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * The mail server over SMTP: one connection for each e-mail, with one deadline over all of it. Both
 * how long each look at the socket may take and the deadline are limits; the second holds where the
 * first is renewed byte by byte.
 */
final class SmtpServer implements MailServer, AutoCloseable {

  private final Session session;
  private final String host;
  private final int port;
  private final Optional<Login> login;
  private final Duration deadline;
  private final TimedSockets sockets;

  /**
   * A server, not yet spoken to.
   *
   * @param trust makes connections secure, and says whom to trust
   */
  SmtpServer(MailSettings settings, SSLSocketFactory trust) {
    this.host = settings.host();
    this.port = settings.port();
    this.login = settings.login();
    this.deadline = settings.deadline();
    this.sockets = new TimedSockets(trust);
    this.session = Session.getInstance(properties(settings));
  }

  private Properties properties(MailSettings settings) {
    Properties properties = new Properties();
    String waitMs = Long.toString(settings.deadline().toMillis());
    properties.put("mail.smtp.connectiontimeout", waitMs);
    properties.put("mail.smtp.timeout", waitMs);
    properties.put("mail.smtp.socketFactory", sockets.plain());
    properties.put("mail.smtp.socketFactory.fallback", "false");
    properties.put("mail.smtp.ssl.socketFactory", sockets.secure());
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.enable", Boolean.toString(settings.tls() == Tls.TLS));
    String startTls = Boolean.toString(settings.tls() == Tls.STARTTLS);
    properties.put("mail.smtp.starttls.enable", startTls);
    properties.put("mail.smtp.starttls.required", startTls);
    properties.put("mail.smtp.auth", Boolean.toString(login.isPresent()));
    // Who we are: what the library would look up by itself may take as long as it likes.
    properties.put("mail.smtp.localhost", Envelope.domain(settings.sender()));
    // Bounces go to whom it is from.
    properties.put("mail.smtp.from", settings.sender().getAddress());
    properties.put("mail.smtp.quitwait", "false");
    return properties;
  }

  @Override
  public Session session() {
    return session;
  }

  @Override
  public Outcome send(MimeMessage message, InternetAddress to) {
    return sockets.within(deadline, time -> send(message, to, time));
  }

  private Outcome send(MimeMessage message, InternetAddress to, TimedSockets.Time time) {
    SmtpAnswer answer = new SmtpAnswer(time, deadline);
    SMTPTransport transport;
    try {
      transport = (SMTPTransport) session.getTransport("smtp");
    } catch (MessagingException e) {
      throw new IllegalStateException("The library has no SMTP.", e);
    }
    try {
      transport.connect(
          host,
          port,
          login.map(Login::username).orElse(null),
          login.map(Login::password).orElse(null));
    } catch (MessagingException e) {
      return answer.notConnected(e, transport.getLastReturnCode());
    }
    try {
      transport.sendMessage(message, new Address[] {to});
      return Outcome.ACKNOWLEDGED;
    } catch (MessagingException e) {
      return answer.notTaken(e);
    } finally {
      close(transport);
    }
  }

  /** Whatever was to be said is said; a server that does not answer to that changes nothing. */
  private static void close(SMTPTransport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      // It is closed all the same.
    }
  }

  @Override
  public void close() {
    sockets.close();
  }
}
