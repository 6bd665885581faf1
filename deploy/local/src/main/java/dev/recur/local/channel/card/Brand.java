package dev.recur.local.channel.card;

import java.util.regex.Pattern;

/** Whose card it is, by the number's first digits. */
enum Brand {
  VISA("4"),
  MASTERCARD("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"),
  AMEX("3[47]"),
  DISCOVER("6011|64[4-9]|65"),
  JCB("352[89]|35[3-8]"),
  DINERS("30[0-5]|3[689]"),
  UNIONPAY("62"),
  OTHER("");

  private final Pattern prefix;

  Brand(String prefix) {
    this.prefix = Pattern.compile(prefix);
  }

  static Brand of(String number) {
    for (Brand brand : values()) {
      if (brand.prefix.matcher(number).lookingAt()) {
        return brand;
      }
    }
    return OTHER;
  }
}
