package dev.recur.billing.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * Other terms, before anybody has checked them (Antom, update). What is absent stays as it is.
 *
 * @param requestId the merchant's id for the request
 * @param description what the buyer reads in the statement
 * @param price from the next period that is not charged yet
 * @param rule how long a period is, from the boundary
 * @param endTime no period starts at or after it
 * @param orderAmount for risk control and display
 * @param difference to be settled now
 * @param nextPeriodStart when the next period starts, in place of where it would
 * @param awaited true when nothing of it takes effect before the next period (seed 002, changeMode)
 */
public record UpdateRequest(
    String requestId,
    Optional<String> description,
    Optional<Money> price,
    Optional<PeriodRule> rule,
    Optional<Instant> endTime,
    Optional<Money> orderAmount,
    Optional<Difference> difference,
    Optional<Instant> nextPeriodStart,
    boolean awaited) {

  /**
   * A difference in price, as the merchant worked it out.
   *
   * @param pay true when the buyer pays it, false when it goes back
   * @param amount how much
   */
  public record Difference(boolean pay, Money amount) {}

  boolean asksNothing() {
    return description.isEmpty()
        && price.isEmpty()
        && rule.isEmpty()
        && endTime.isEmpty()
        && orderAmount.isEmpty()
        && difference.isEmpty()
        && nextPeriodStart.isEmpty();
  }

  /** All that is asked for: a text may be the whole of an update, and is not to be lost. */
  String fingerprint() {
    return Fingerprint.of(
        description,
        price,
        rule,
        endTime,
        orderAmount,
        difference,
        nextPeriodStart,
        awaited,
        asksNothing());
  }
}
