package dev.recur.schemas.method;

import java.util.regex.Pattern;

/**
 * What tells a card's number from any other text. Whoever takes or keeps a method's code or token
 * asks here, so that a number is refused everywhere alike.
 */
public final class CardNumber {

  private static final Pattern GROUPING = Pattern.compile("[ -]");

  /** Whatever else somebody may have put between the digits. */
  private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]");

  /**
   * ISO/IEC 7812: at most 19 digits. Of the schemes, Maestro has the shortest, of 12: a token of 12
   * digits that happens to have the check digit is refused with them, which can be mended; a number
   * that is kept cannot.
   */
  private static final Pattern DIGITS = Pattern.compile("[0-9]{12,19}");

  private CardNumber() {}

  /** A number without the blanks and hyphens that people put between its groups. */
  public static String ungrouped(String number) {
    return GROUPING.matcher(number).replaceAll("");
  }

  /** True when the digits have the length and the check digit of a card's number. */
  public static boolean isValid(String digits) {
    return DIGITS.matcher(digits).matches() && passesLuhn(digits);
  }

  /** True when a text that is meant to be something else looks like a card's number. */
  public static boolean isIn(String text) {
    String digits = NEITHER_LETTER_NOR_DIGIT.matcher(text).replaceAll("");
    return isValid(digits);
  }

  /** The check digit of ISO/IEC 7812: every second digit from the right counts twice. */
  private static boolean passesLuhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int counted = i % 2 == 0 ? digit : digit * 2;
      sum += counted > 9 ? counted - 9 : counted;
    }
    return sum % 10 == 0;
  }
}
