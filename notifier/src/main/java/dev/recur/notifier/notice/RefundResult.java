package dev.recur.notifier.notice;

/** The result that notifyRefund carries: a code of the contract, with its status and message. */
public enum RefundResult {
  SUCCESS("S", "success", "SUCCESS"),
  /**
   * The contract names no code for a channel's reason not to pay back, so every reason is told as
   * this one.
   */
  PROCESS_FAIL("F", "The refund failed.", "FAIL");

  private final String status;
  private final String message;
  private final String refundStatus;

  RefundResult(String status, String message, String refundStatus) {
    this.status = status;
    this.message = message;
    this.refundStatus = refundStatus;
  }

  /** S or F. */
  String status() {
    return status;
  }

  /** One sentence for a log. */
  String message() {
    return message;
  }

  /** SUCCESS or FAIL, as notifyRefund has it. */
  String refundStatus() {
    return refundStatus;
  }
}
