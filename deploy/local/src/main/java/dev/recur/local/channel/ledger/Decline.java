package dev.recur.local.channel.ledger;

import org.jspecify.annotations.Nullable;

/** Why no money moved. */
public enum Decline {
  INSUFFICIENT_FUNDS("insufficient_funds", "Not enough money"),
  STOLEN_CARD("stolen_card", "The card is reported stolen"),
  RISK_REJECT("risk_reject", "The payment looks like fraud"),
  REFUND_DECLINED("refund_declined", "The bank refuses the refund"),
  PAYMENT_NOT_CHARGED("payment_not_charged", "Nothing was charged that could be given back"),
  REFUND_CURRENCY("refund_currency", "The payment was charged in another currency"),
  REFUND_EXCEEDS_PAYMENT(
      "refund_exceeds_payment", "With earlier refunds it is more than was charged");

  private final String code;
  private final String message;

  Decline(String code, String message) {
    this.code = code;
    this.message = message;
  }

  /** What programs are told. */
  public String code() {
    return code;
  }

  /** The same in words. */
  public String message() {
    return message;
  }

  /** Why, by what a journal of before reasons were written says; null when it was not declined. */
  static @Nullable Decline ofEarlier(Operation operation, Outcome outcome) {
    return switch (outcome) {
      case DECLINED_SOFT -> INSUFFICIENT_FUNDS;
      case DECLINED_HARD -> operation == Operation.REFUND ? REFUND_DECLINED : STOLEN_CARD;
      case SUCCEEDED, PENDING, UNKNOWN, NOT_FOUND -> null;
    };
  }
}
