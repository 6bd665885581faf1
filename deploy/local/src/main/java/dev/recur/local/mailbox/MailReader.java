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
import org.jspecify.annotations.Nullable;

/** Takes a message of the Internet (RFC 5322, MIME) apart. */
final class MailReader {

  /** A message within a message within a message … is not read on. */
  private static final int DEPTH_MAX = 8;

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
      return String.valueOf(part.getContent());
    }
    if (depth < DEPTH_MAX && part.isMimeType("multipart/*")) {
      Multipart parts = (Multipart) part.getContent();
      for (int i = 0; i < parts.getCount(); i++) {
        String found = first(type, parts.getBodyPart(i), depth + 1);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static Map<String, String> headers(MimeMessage message) throws MessagingException {
    Map<String, String> headers = new HashMap<>();
    for (Header header : Collections.list(message.getAllHeaders())) {
      headers.merge(
          header.getName().toLowerCase(Locale.ROOT),
          MimeUtility.unfold(header.getValue()),
          (one, other) -> one + ", " + other);
    }
    return headers;
  }
}
