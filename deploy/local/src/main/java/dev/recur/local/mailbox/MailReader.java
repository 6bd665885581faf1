package dev.recur.local.mailbox;

import jakarta.mail.Address;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Takes a message of the Internet (RFC 5322, MIME) apart. */
final class MailReader {

  /** A message within a message within a message … is not read on. */
  private static final int DEPTH_MAX = 8;

  /** RFC 5322, 2.1.1. Who reads the mails as JSON takes no names of any length. */
  private static final int LINE_CHARS_MAX = 998;

  private MailReader() {}

  /**
   * What a reader of the message is shown.
   *
   * @param recipients whom it was handed over for
   * @throws MessagingException when it is no message
   */
  static Mail read(MimeMessage message, List<String> recipients, Instant receivedAt)
      throws MessagingException, IOException {
    return new Mail(
        receivedAt,
        sender(message),
        String.join(", ", recipients),
        Objects.requireNonNullElse(message.getSubject(), ""),
        first("text/plain", message, 0),
        first("text/html", message, 0),
        headers(message));
  }

  private static String sender(MimeMessage message) throws MessagingException {
    Address @Nullable [] from = message.getFrom();
    if (from == null || from.length == 0) {
      return "";
    }
    return from[0] instanceof InternetAddress address ? address.getAddress() : from[0].toString();
  }

  private static @Nullable String first(String type, Part part, int depth)
      throws MessagingException, IOException {
    if (part.isMimeType(type)) {
      return String.valueOf(content(part));
    }
    // Of a form that the library does not know it is bytes.
    if (depth < DEPTH_MAX
        && part.isMimeType("multipart/*")
        && content(part) instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        String found = first(type, parts.getBodyPart(i), depth + 1);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static Object content(Part part) throws MessagingException, IOException {
    try {
      return part.getContent();
    } catch (NullPointerException e) {
      // The library's, of a Content-Type that is malformed.
      throw new MessagingException("The head of a part cannot be read", e);
    }
  }

  private static Map<String, String> headers(MimeMessage message) throws MessagingException {
    Map<String, StringJoiner> fields = new HashMap<>();
    for (Header header : Collections.list(message.getAllHeaders())) {
      if (header.getName().length() > LINE_CHARS_MAX) {
        throw new MessagingException("A field's name is longer than a line may be");
      }
      fields
          .computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), _ -> new StringJoiner(", "))
          .add(MimeUtility.unfold(header.getValue()));
    }
    Map<String, String> headers = new HashMap<>();
    fields.forEach((name, values) -> headers.put(name, values.toString()));
    return headers;
  }
}
