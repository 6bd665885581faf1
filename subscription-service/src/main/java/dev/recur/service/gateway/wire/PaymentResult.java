package dev.recur.service.gateway.wire;

import dev.recur.schemas.method.DeclineResult;
import dev.recur.service.gateway.wire.ResultCode.Status;
import dev.recur.service.read.PaymentView;
import dev.recur.service.read.RefundView;
import org.jspecify.annotations.Nullable;

/** What became of money, as a result of the contract. Beside it stands the channel's own reason. */
public final class PaymentResult {

  private PaymentResult() {}

  /**
   * Of a payment, or of one attempt.
   *
   * @param code the channel's last reason to decline
   */
  public static Result of(PaymentView.Status status, @Nullable String code) {
    return switch (status) {
      case SUCCESS -> Result.SUCCESS;
      case FAIL -> declined("The channel declined", code);
      case PENDING ->
          Result.of(
              ResultCode.PAYMENT_IN_PROCESS,
              "The channel is still working on it: inquire again later.");
      case PROCESSING ->
          Result.of(
              ResultCode.PAYMENT_IN_PROCESS,
              code == null
                  ? "It is being processed: inquire again later."
                  : "The last attempt was declined (%s), another may follow: inquire again later."
                      .formatted(code));
    };
  }

  /** Of a refund. */
  public static Result of(RefundView refund) {
    return switch (refund.status()) {
      case SUCCESS -> Result.SUCCESS;
      case FAIL -> declined("The channel will not pay back", refund.code());
      case PROCESSING ->
          Result.of(
              ResultCode.REFUND_IN_PROCESS,
              "The channel is still working on it: inquire again later.");
    };
  }

  private static Result declined(String what, @Nullable String code) {
    DeclineResult result = DeclineResult.of(code == null ? "" : code);
    return new Result(result.name(), Status.F, what + (code == null ? "." : ": " + code + "."));
  }
}
