package dev.recur.notifier.notice;

import dev.recur.schemas.method.DeclineResult;

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

  /** The result of a decline with the channel's reason. */
  static PaymentResult ofDecline(String channelCode) {
    return switch (DeclineResult.of(channelCode)) {
      case USER_BALANCE_NOT_ENOUGH -> USER_BALANCE_NOT_ENOUGH;
      case RISK_REJECT -> RISK_REJECT;
      case PROCESS_FAIL -> PROCESS_FAIL;
    };
  }
}
