package dev.recur.notifier.mail;

import dev.recur.schemas.text.PlainText;

/**
 * What others wrote (a merchant's name, a description, a buyer's name) as one line that is nothing
 * but text: no line break that would begin a header or look like a paragraph of ours, no mark that
 * turns the direction of what follows, nothing that a mail program would decode (RFC 2047), and not
 * endless.
 */
final class Lines {

  private static final int CHARS_MAX = 200;

  private Lines() {}

  /** The text as one line of at most {@value #CHARS_MAX} chars. */
  static String of(String text) {
    String line = PlainText.line(text).replace("=?", "= ?");
    if (line.length() <= CHARS_MAX) {
      return line;
    }
    int end = CHARS_MAX - 1;
    if (Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end).strip() + "…";
  }
}
