package dev.recur.local.mailbox;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server (GreenMail) on the loopback address, for whatever address somebody writes to. What
 * it accepts is in the {@link Mailbox}. Some addresses, at any host, behave:
 *
 * <ul>
 *   <li>{@code bounce@…} is refused for good (550);
 *   <li>{@code later@…} is refused for now (451).
 * </ul>
 *
 * <p>What follows a {@code +} in an address makes no difference. The answers repeat the address, as
 * those of most servers do.
 */
public final class MailServer implements AutoCloseable {

  /** Longest mail that is accepted. */
  private static final int MAIL_BYTES_MAX = 512 * 1024;

  private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);

  private final SmtpServer server;

  private MailServer(SmtpServer server) {
    this.server = server;
  }

  /**
   * Starts a server.
   *
   * @param port 0 for any that is free
   * @throws IOException when the port is in use
   */
  public static MailServer start(int port, Mailbox mailbox) throws IOException {
    ServerSetup setup =
        new ServerSetup(
            port, InetAddress.getLoopbackAddress().getHostAddress(), ServerSetup.PROTOCOL_SMTP);
    SmtpServer server = new SmtpServer(setup, new WithoutAccounts(mailbox));
    server.startService();
    try {
      if (!server.waitTillRunning(STARTS_WITHIN.toMillis())) {
        throw new IOException("The SMTP server does not come up on port " + port);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
    return new MailServer(server);
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.stopService();
  }

  /** GreenMail's parts, but without its accounts and their mails, which would grow without end. */
  private static final class WithoutAccounts extends Managers {

    private final SmtpManager reception;

    WithoutAccounts(Mailbox mailbox) {
      reception = new Reception(this, mailbox);
    }

    @Override
    public SmtpManager getSmtpManager() {
      return reception;
    }
  }

  /** What is answered to whom. */
  private static final class Reception extends SmtpManager {

    private final InstantSource clock = InstantSource.system();
    private final Mailbox mailbox;

    Reception(Managers managers, Mailbox mailbox) {
      super(managers.getImapHostManager(), managers.getUserManager());
      this.mailbox = mailbox;
    }

    @Override
    public @Nullable String checkRecipient(SmtpState state, MailAddress recipient) {
      String local = recipient.getUser().toLowerCase(Locale.ROOT);
      return switch (local.split("\\+", 2)[0]) {
        case "bounce" -> "550 5.1.1 <%s>: nobody has this address".formatted(recipient.getEmail());
        case "later" -> "451 4.3.0 <%s>: not now".formatted(recipient.getEmail());
        default -> null;
      };
    }

    @Override
    public @Nullable String checkData(SmtpState state) {
      try {
        return state.getMessage().getMessage().getSize() <= MAIL_BYTES_MAX
            ? null
            : "552 5.3.4 Longer than " + MAIL_BYTES_MAX + " bytes";
      } catch (MessagingException e) {
        return "554 5.6.0 This is no mail";
      }
    }

    @Override
    public synchronized void send(SmtpState state) {
      MovingMessage message = state.getMessage();
      try {
        mailbox.receive(
            MailReader.read(
                message.getMessage(),
                message.getToAddresses().stream().map(MailAddress::getEmail).toList(),
                clock.instant()));
      } catch (MessagingException | IOException e) {
        throw new IllegalStateException("A mail cannot be read", e);
      }
    }
  }
}
