package dev.recur.local.mailbox;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One e-mail as it was received.
 *
 * @param receivedAt real time
 * @param from the address that its head names as the sender's
 * @param to the addresses that it was handed over for, with a comma and a blank between them
 * @param subject decoded
 * @param text its first part of plain text, or null
 * @param html its first part of HTML, or null
 * @param headers name in lower case to value, unfolded; several values are joined with a comma and
 *     a blank
 */
public record Mail(
    Instant receivedAt,
    String from,
    String to,
    String subject,
    @Nullable String text,
    @Nullable String html,
    Map<String, String> headers) {

  public Mail {
    headers = new TreeMap<>(headers);
  }

  /** How much it takes to keep it, in characters. */
  long chars() {
    long chars = (long) from.length() + to.length() + subject.length();
    chars += text == null ? 0 : text.length();
    chars += html == null ? 0 : html.length();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      chars += header.getKey().length() + header.getValue().length();
    }
    return chars;
  }
}
