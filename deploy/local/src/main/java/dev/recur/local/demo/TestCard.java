package dev.recur.local.demo;

import java.util.Map;

/**
 * A card of the sandbox: no account is behind it.
 *
 * @param number as every processor's test system knows it; the diary shows its last four digits
 * @param expiryMonth two digits
 * @param expiryYear two digits
 */
record TestCard(String number, String expiryMonth, String expiryYear) {

  private static final int LAST_DIGITS = 4;

  /** One that is good for years. */
  static TestCard of(String number) {
    return new TestCard(number, "12", "40");
  }

  /** One whose time is over. */
  static TestCard expired(String number) {
    return new TestCard(number, "01", "20");
  }

  /** As it is sent to the channel, and by a merchant in {@code paymentMethodMetaData}. */
  Map<String, String> fields() {
    return Map.of(
        "cardNo", number, "expiryMonth", expiryMonth, "expiryYear", expiryYear, "cvv", "737");
  }

  /** As buyers know it. */
  String words() {
    return "ending in " + number.substring(number.length() - LAST_DIGITS);
  }

  /** When it is over, as it is printed on it. */
  String expiry() {
    return expiryMonth + "/" + expiryYear;
  }

  @Override
  public String toString() {
    return words();
  }
}
