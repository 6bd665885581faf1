package dev.recur.notifier.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.mail.Letter.Link;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A letter as an e-mail. The same letter of the same delivery has the same bytes but for its date,
 * and the same Message-ID, by which a mail program knows one that came twice.
 */
final class Envelope extends MimeMessage {

  /** RFC 5322, 3.3. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss xx", Locale.ROOT);

  private final String messageId;

  private Envelope(Session session, String messageId) {
    super(session);
    this.messageId = messageId;
  }

  /**
   * The e-mail.
   *
   * @param from who it is from
   * @param to the buyer's address
   * @param deliveryId the delivery
   * @param date real time of the attempt
   */
  static MimeMessage of(
      Session session,
      Letter letter,
      Layout layout,
      InternetAddress from,
      InternetAddress to,
      String deliveryId,
      Instant date)
      throws MessagingException {
    Envelope message = new Envelope(session, messageId(deliveryId, from));
    message.setFrom(from);
    message.setRecipient(RecipientType.TO, to);
    message.setSubject(Lines.of(letter.subject()), UTF_8.name());
    message.setHeader("Date", DATE.format(date.atOffset(ZoneOffset.UTC)));
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("Content-Language", letter.language());
    if (letter.unsubscribe().isPresent()) {
      unsubscribable(message, letter.unsubscribe().get());
    }
    Parts parts = new Parts(deliveryId);
    parts.add(layout.text(letter), "plain");
    parts.add(layout.html(letter), "html");
    message.setContent(parts);
    message.saveChanges();
    return message;
  }

  /** RFC 8058: one POST, without asking. */
  private static void unsubscribable(MimeMessage message, Link link) throws MessagingException {
    message.setHeader("List-Unsubscribe", "<" + link.url() + ">");
    message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  }

  private static String messageId(String deliveryId, InternetAddress from) {
    return "<" + deliveryId + "@" + domain(from) + ">";
  }

  /** What stands behind the sign in an address. */
  static String domain(InternetAddress address) {
    return address.getAddress().substring(address.getAddress().lastIndexOf('@') + 1);
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", messageId);
  }

  /** Text and HTML, of which mail programs show one, with a boundary that stays. */
  private static final class Parts extends MimeMultipart {

    Parts(String deliveryId) throws MessagingException {
      super("alternative");
      ContentType type = new ContentType("multipart/alternative");
      type.setParameter("boundary", "=_" + deliveryId);
      contentType = type.toString();
    }

    void add(String content, String subtype) throws MessagingException {
      MimeBodyPart part = new MimeBodyPart();
      part.setText(content, UTF_8.name(), subtype);
      addBodyPart(part);
    }
  }
}
