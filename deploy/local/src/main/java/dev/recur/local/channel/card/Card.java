package dev.recur.local.channel.card;

import java.time.YearMonth;
import java.util.Map;

/**
 * A card whose number is right and which has not expired. Its number is in no text that is made
 * from it.
 */
public final class Card {

  private static final int LAST_DIGITS = 4;

  /** Published test numbers, and the payment method's id that each behaves like. */
  private static final Map<String, String> BEHAVIOURS =
      Map.of(
          "4000000000009995", "decline_insufficient_funds",
          "4000000000009979", "decline_stolen",
          "4100000000000019", "risk_reject",
          "4000000000005126", "refund_declined");

  private final String number;
  private final YearMonth expiry;

  Card(String number, YearMonth expiry) {
    this.number = number;
    this.expiry = expiry;
  }

  /** The payment method's id that it behaves like; every number that is not a test's is good. */
  public String behaviour() {
    return BEHAVIOURS.getOrDefault(number, "ok");
  }

  /** For example {@code VISA}. */
  public String brand() {
    return Brand.of(number).name();
  }

  /**
   * Tells the card from another by number and expiry, and says nothing of it to who has not the
   * secret. The security code is not in it: it is not to be kept in any form.
   *
   * @param under what the hash counts for: that of one card is another elsewhere
   */
  public String hash(CardSecret secret, String under) {
    return secret.hash(under + "\n" + number + "\n" + expiry);
  }

  /** The number's last four digits, as buyers know their card. */
  public String last4() {
    return number.substring(number.length() - LAST_DIGITS);
  }

  @Override
  public String toString() {
    return brand() + " …" + last4();
  }
}
