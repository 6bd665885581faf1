package dev.recur.schemas.text;

import java.util.regex.Pattern;

/**
 * What others write and others read as one line: the same wherever it is refused and wherever it is
 * made into one.
 */
public final class PlainText {

  /**
   * Control and format characters (among them line breaks, and those that turn the direction of
   * what follows), separators of lines, halves of characters, what has no use. The two joiners are
   * letters' own, in Persian names for example: they forge no line and turn nothing.
   */
  private static final Pattern NO_TEXT =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Cn}\\p{Co}&&[^\\x{200C}\\x{200D}]]");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private PlainText() {}

  /** True when it holds nothing that is no text. */
  public static boolean isLine(String text) {
    return !NO_TEXT.matcher(text).find();
  }

  /** The text as one line: one blank stands for whatever is no text, and for blanks. */
  public static String line(String text) {
    return BLANKS.matcher(NO_TEXT.matcher(text).replaceAll(" ")).replaceAll(" ").strip();
  }
}
