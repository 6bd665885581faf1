package dev.recur.billing.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * What changes with a period that has not begun. What is absent stays as it is.
 *
 * @param requestId the merchant's id for the update; of several, the last
 * @param fromPeriod the period it takes effect with
 * @param awaited true when the whole update waits for that period and is told then; false when only
 *     the rhythm does, because a running period is served to its end
 * @param calendar where that period and later ones are counted from
 * @param description what the buyer will read in the statement
 * @param price of a period that no trial covers
 * @param endTime no period starts at or after it
 * @param orderAmount for risk control and display
 */
public record Amendment(
    String requestId,
    int fromPeriod,
    boolean awaited,
    Optional<Calendar> calendar,
    Optional<String> description,
    Optional<Money> price,
    Optional<Instant> endTime,
    Optional<Money> orderAmount) {

  boolean changesAnything() {
    return calendar.isPresent()
        || description.isPresent()
        || price.isPresent()
        || endTime.isPresent()
        || orderAmount.isPresent();
  }

  /** True when what is owed of earlier periods cannot be told by the terms any more. */
  boolean changesPriceOrDates() {
    return price.isPresent() || calendar.isPresent();
  }

  /** Both for one period: what the later one says counts. */
  Amendment and(Amendment later) {
    return new Amendment(
        later.requestId,
        fromPeriod,
        awaited || later.awaited,
        later.calendar.or(() -> calendar),
        later.description.or(() -> description),
        later.price.or(() -> price),
        later.endTime.or(() -> endTime),
        later.orderAmount.or(() -> orderAmount));
  }

  /** The same without what an update that takes effect at once has overtaken. */
  Amendment overtakenBy(Event.Updated now) {
    return new Amendment(
        requestId,
        fromPeriod,
        awaited,
        calendar,
        now.description().isPresent() ? Optional.empty() : description,
        now.price().isPresent() ? Optional.empty() : price,
        now.endTime().isPresent() ? Optional.empty() : endTime,
        now.orderAmount().isPresent() ? Optional.empty() : orderAmount);
  }
}
