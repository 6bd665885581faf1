package dev.recur.billing.domain;

import dev.recur.schemas.id.Origin;
import dev.recur.schemas.method.Profile;
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
 * @param subscriptionNotificationUrl receives notifySubscription; an empty text: the merchant's
 *     endpoints do
 * @param paymentNotificationUrl receives notifyPayment; empty: the former does
 * @param price of a period that no trial covers
 * @param trials ranges with a price of their own, ascending, not overlapping
 * @param orderAmount for risk control and display, never charged
 * @param settlementCurrency handed to the channel
 * @param sandbox true when no money moves
 * @param clock the clock it lives on
 * @param policies the rules in force
 * @param billing who charges, from when and how often
 * @param methods which methods the buyer may pay with
 * @param provenance where it comes from
 * @param initialAmount price of period 1, where it is another than the rest say; only after a
 *     change
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
    Policies policies,
    Billing billing,
    MethodRules methods,
    Provenance provenance,
    Optional<Money> initialAmount) {

  public Terms {
    trials = List.copyOf(trials);
  }

  /**
   * Who charges, from when and how often.
   *
   * @param managed true when Recur charges at each period, false when the merchant triggers charges
   * @param signOnly true when authorisation charges nothing
   * @param cycleCount how many periods there are; empty: as the end time says
   */
  public record Billing(boolean managed, boolean signOnly, Optional<Integer> cycleCount) {}

  /**
   * Which methods the buyer may pay with.
   *
   * @param profile the catalogue that rules what a method can do
   * @param choices codes of the methods the buyer may choose from; empty: the terms' method
   */
  public record MethodRules(Profile profile, List<String> choices) {
    public MethodRules {
      choices = List.copyOf(choices);
    }
  }

  /**
   * Where a subscription comes from.
   *
   * @param origin the call
   * @param authorised true when the buyer has agreed at the merchant's
   * @param relatedSubscriptionId the subscription that this one follows
   * @param notifiesBuyer true when it came with a buyer who is written to; who that is, is not
   *     known here
   */
  public record Provenance(
      Origin origin,
      boolean authorised,
      Optional<String> relatedSubscriptionId,
      boolean notifiesBuyer) {}

  /** Periods as they are agreed at first; later changes are in the {@link Schedule}. */
  public Calendar calendar() {
    return new Calendar(startTime, 1, zone, rule);
  }

  /** Receives what is told of money; empty: the merchant's endpoints do. */
  Optional<String> moneyNotificationUrl() {
    return paymentNotificationUrl.or(
        () -> Optional.of(subscriptionNotificationUrl).filter(url -> !url.isEmpty()));
  }

  Optional<Trial> trialOf(int period) {
    return trials.stream().filter(trial -> trial.covers(period)).findFirst();
  }

  /** The same with another text, price, rule, end and order amount, where one is given. */
  Terms amended(
      Optional<String> newDescription,
      Optional<Money> newPrice,
      Optional<PeriodRule> newRule,
      Optional<Instant> newEndTime,
      Optional<Money> newOrderAmount) {
    return new Terms(
        subscriptionId,
        clientId,
        requestId,
        newDescription.orElse(description),
        redirectUrl,
        startTime,
        zone,
        newEndTime.or(() -> endTime),
        newRule.orElse(rule),
        expiryTime,
        method,
        subscriptionNotificationUrl,
        paymentNotificationUrl,
        newPrice.orElse(price),
        trials,
        newOrderAmount.or(() -> orderAmount),
        settlementCurrency,
        sandbox,
        clock,
        policies,
        billing,
        methods,
        provenance,
        initialAmount);
  }

  /**
   * What a repeated request has to say too: everything that decides what is charged, when and to
   * whom. Texts, addresses and what the platform fills in by itself are not part of it.
   */
  public String fingerprint() {
    return Fingerprint.of(
        clientId,
        startTime,
        zone.getId(),
        endTime,
        rule,
        method,
        price,
        trials,
        sandbox,
        clock,
        billing.managed(),
        billing.signOnly(),
        billing.cycleCount(),
        initialAmount,
        provenance.origin().name(),
        provenance.relatedSubscriptionId());
  }
}
