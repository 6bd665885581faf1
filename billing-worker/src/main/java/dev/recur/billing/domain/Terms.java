package dev.recur.billing.domain;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What merchant and buyer agree on. Complete: nothing in here is filled in later.
 *
 * @param subscriptionId made from merchant and request id
 * @param clientId the merchant
 * @param requestId the merchant's id of the request
 * @param description what the buyer reads in the statement
 * @param redirectUrl where the buyer goes after the decision
 * @param startTime start of period 1
 * @param zone offset or region in which the calendar is counted
 * @param endTime no period starts at or after it; empty: open-ended
 * @param rule how long one period is
 * @param expiryTime until when the buyer may agree
 * @param method how the buyer pays
 * @param subscriptionNotificationUrl receives notifySubscription
 * @param paymentNotificationUrl receives notifyPayment; empty: the former does
 * @param price of a period that no trial covers
 * @param trials ranges with a price of their own, ascending, not overlapping
 * @param orderAmount for risk control and display, never charged
 * @param settlementCurrency handed to the channel
 * @param sandbox true when no money moves
 * @param clock the clock it lives on
 * @param policies the rules in force
 */
public record Terms(
    String subscriptionId,
    String clientId,
    String requestId,
    String description,
    String redirectUrl,
    Instant startTime,
    ZoneId zone,
    Optional<Instant> endTime,
    PeriodRule rule,
    Instant expiryTime,
    PaymentMethod method,
    String subscriptionNotificationUrl,
    Optional<String> paymentNotificationUrl,
    Money price,
    List<Trial> trials,
    Optional<Money> orderAmount,
    Optional<String> settlementCurrency,
    boolean sandbox,
    ClockId clock,
    Policies policies) {

  public Terms {
    trials = List.copyOf(trials);
  }

  public Calendar calendar() {
    return new Calendar(startTime, 1, zone, rule);
  }

  Money priceOf(int period) {
    return trialOf(period).map(Trial::price).orElse(price);
  }

  Optional<Trial> trialOf(int period) {
    return trials.stream().filter(trial -> trial.covers(period)).findFirst();
  }

  /** True when a period with this start would lie at or beyond the agreed end. */
  boolean endsBefore(Instant periodStart) {
    return endTime.isPresent() && !periodStart.isBefore(endTime.get());
  }

  /**
   * Whether a repeated request asks for the same: everything that decides what is charged, when and
   * to whom. Texts, addresses and what the platform fills in by itself are not part of it.
   */
  boolean chargesLike(Terms other) {
    return clientId.equals(other.clientId)
        && startTime.equals(other.startTime)
        && zone.equals(other.zone)
        && endTime.equals(other.endTime)
        && rule.equals(other.rule)
        && method.equals(other.method)
        && price.equals(other.price)
        && trials.equals(other.trials)
        && sandbox == other.sandbox
        && clock.equals(other.clock);
  }
}
