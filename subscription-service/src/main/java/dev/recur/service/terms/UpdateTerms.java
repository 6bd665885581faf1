package dev.recur.service.terms;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Other terms for a subscription: shape and lengths are checked, what it means is not. What is
 * absent stays as it is.
 *
 * @param requestId the merchant's id for the request
 * @param paymentAmount price from the next period that is not charged yet
 * @param periodRule how long a period is, from the end of the running one
 * @param endTime no period starts at or after this time
 * @param proration a difference in price, settled at once
 * @param nextPeriodStart when the next period starts, in place of where it would
 */
public record UpdateTerms(
    String requestId,
    @Nullable String description,
    @Nullable Amount paymentAmount,
    @Nullable PeriodRule periodRule,
    @Nullable Instant endTime,
    @Nullable Amount orderAmount,
    @Nullable Proration proration,
    @Nullable Instant nextPeriodStart,
    ChangeMode changeMode) {

  /** When an update takes effect. The names are those of the wire contract. */
  public enum ChangeMode {
    IMMEDIATE,
    NEXT_PERIOD
  }

  /**
   * A difference in price.
   *
   * @param amount as the merchant worked it out
   */
  public record Proration(Mode mode, Amount amount) {

    /** How it is settled. The names are those of the wire contract. */
    public enum Mode {
      IMMEDIATE_PAY_CUSTOM_AMOUNT,
      IMMEDIATE_REFUND_CUSTOM_AMOUNT
    }
  }

  /** True when nothing is asked for. */
  public boolean isEmpty() {
    return description == null
        && paymentAmount == null
        && periodRule == null
        && endTime == null
        && orderAmount == null
        && proration == null
        && nextPeriodStart == null;
  }
}
