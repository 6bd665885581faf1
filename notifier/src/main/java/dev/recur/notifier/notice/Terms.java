package dev.recur.notifier.notice;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What merchant and buyer agreed on, as far as notifications need it.
 *
 * @param requestId the merchant's id of the request that created the subscription
 * @param subscriptionUrl where notifySubscription goes
 * @param paymentUrl where notifyPayment goes
 * @param startTime start of period 1
 * @param endTime no period starts at or after it; empty: open-ended
 * @param zone in which the merchant counts the calendar, and reads times
 * @param periodUnit what a period is counted in
 * @param periodCount how many units a period has
 * @param trials periods with a price of their own
 */
public record Terms(
    String requestId,
    String subscriptionUrl,
    String paymentUrl,
    Instant startTime,
    Optional<Instant> endTime,
    ZoneId zone,
    PeriodUnit periodUnit,
    int periodCount,
    List<Trial> trials) {

  public Terms {
    trials = List.copyOf(trials);
  }

  boolean isTrial(int period) {
    return trials.stream().anyMatch(trial -> trial.covers(period));
  }
}
