package dev.recur.notifier.mail;

import java.util.regex.Pattern;

/**
 * What others wrote (a merchant's name, a description, a buyer's name) as one line that is nothing
 * but text: no line break that would begin a header or look like a paragraph of ours, no mark that
 * turns the direction of what follows, nothing that a mail program would decode (RFC 2047), and not
 * endless.
 */
final class Lines {

  private static final int CHARS_MAX = 200;

  /** Control and format characters, separators of lines, halves of characters, what has no use. */
  private static final Pattern NO_TEXT =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Cn}\\p{Co}]+");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private Lines() {}

  /** The text as one line of at most {@value #CHARS_MAX} chars. */
  static String of(String text) {
    String line =
        BLANKS
            .matcher(NO_TEXT.matcher(text).replaceAll(" "))
            .replaceAll(" ")
            .replace("=?", "= ?")
            .strip();
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
