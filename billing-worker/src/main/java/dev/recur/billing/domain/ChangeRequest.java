package dev.recur.billing.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A new subscription in the place of this one (Antom, change). What is absent is as in this one.
 *
 * @param requestId the merchant's id for the request
 * @param startTime when the new one starts; empty: when the change is decided
 * @param endTime empty: open-ended
 * @param initialAmount price of the new one's first period, where it is another
 */
public record ChangeRequest(
    String requestId,
    Optional<String> description,
    Optional<Instant> startTime,
    Optional<Instant> endTime,
    Optional<PeriodRule> rule,
    Optional<Money> orderAmount,
    Optional<Money> price,
    Optional<Money> initialAmount) {

  /** What decides what is charged and when. */
  String fingerprint() {
    return Fingerprint.of(startTime, endTime, rule, price, initialAmount);
  }
}
