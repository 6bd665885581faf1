package dev.recur.notifier.notice;

import java.util.Locale;

/** The result that notifyPayment carries: a code of the contract, with its status and message. */
public enum PaymentResult {
  SUCCESS("S", "success"),
  USER_BALANCE_NOT_ENOUGH("F", "The buyer's balance is not enough."),
  RISK_REJECT("F", "The payment was rejected by risk control."),
  PROCESS_FAIL("F", "The payment failed.");

  private final String status;
  private final String message;

  PaymentResult(String status, String message) {
    this.status = status;
    this.message = message;
  }

  /** S or F. */
  String status() {
    return status;
  }

  /** One sentence for a log. */
  String message() {
    return message;
  }

  /**
   * The contract's code for a channel's reason to decline. The contract's own list for subscription
   * payments is not known (contract.md, A12), so only what surely means the same is mapped, and
   * everything else is PROCESS_FAIL.
   */
  static PaymentResult ofDecline(String channelCode) {
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
