package dev.recur.schemas.method;

import java.util.Locale;

/**
 * The contract's result code for a payment channel's reason to decline; the names are those of the
 * wire. The contract's own list for subscription payments is not known, so only what surely means
 * the same is mapped, and everything else is PROCESS_FAIL.
 */
public enum DeclineResult {
  /** The buyer has not enough money. */
  USER_BALANCE_NOT_ENOUGH,
  /** Risk control says no: here or at the bank, for example because the card is stolen. */
  RISK_REJECT,
  /** Any other reason. */
  PROCESS_FAIL;

  /** The result of a decline with the channel's reason, in whatever case it is written. */
  public static DeclineResult of(String channelCode) {
    return switch (channelCode.toLowerCase(Locale.ROOT)) {
      case "insufficient_funds", "insufficient_balance" -> USER_BALANCE_NOT_ENOUGH;
      case "stolen",
          "stolen_card",
          "lost_card",
          "pickup_card",
          "fraud",
          "fraudulent",
          "suspected_fraud",
          "risk_reject" ->
          RISK_REJECT;
      default -> PROCESS_FAIL;
    };
  }
}
