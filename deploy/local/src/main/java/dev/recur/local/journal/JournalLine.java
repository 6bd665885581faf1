package dev.recur.local.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.zip.CRC32C;

/** One line of a journal: the CRC-32C of the text in eight hex digits, a blank, the text, LF. */
final class JournalLine {

  private static final int CRC_DIGITS = 8;

  private JournalLine() {}

  /** The line as it is written. */
  static byte[] encode(String text) {
    if (text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("A journal's line holds no line feed.");
    }
    return (crc(text) + " " + text + "\n").getBytes(UTF_8);
  }

  /** The text of a line without its LF, or empty when it is not whole. */
  static Optional<String> decode(byte[] line) {
    String all = new String(line, UTF_8);
    if (all.length() <= CRC_DIGITS || all.charAt(CRC_DIGITS) != ' ') {
      return Optional.empty();
    }
    String text = all.substring(CRC_DIGITS + 1);
    return all.startsWith(crc(text)) ? Optional.of(text) : Optional.empty();
  }

  private static String crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(UTF_8));
    return "%08x".formatted(crc.getValue());
  }
}
