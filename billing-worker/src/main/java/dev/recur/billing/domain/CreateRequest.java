package dev.recur.billing.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody asks for who wants a subscription: {@link Terms} before anybody has checked them.
 *
 * @param zone offset or region, as text
 * @param expiryTime empty: the default
 * @param clock the clock it is to live on
 * @param clockKnown false when that clock does not exist
 * @param billing who charges, from when and how often
 * @param methods which methods the buyer may pay with
 * @param provenance where it comes from
 * @param initialAmount price of period 1, where it is another
 */
public record CreateRequest(
    String subscriptionId,
    String requestId,
    String description,
    String redirectUrl,
    Instant startTime,
    String zone,
    Optional<Instant> endTime,
    Optional<PeriodUnit> periodUnit,
    int periodCount,
    Optional<Instant> expiryTime,
    PaymentMethod method,
    String subscriptionNotificationUrl,
    Optional<String> paymentNotificationUrl,
    Money price,
    List<Trial> trials,
    Optional<Money> orderAmount,
    Optional<String> settlementCurrency,
    boolean sandbox,
    ClockId clock,
    boolean clockKnown,
    Policies policies,
    Terms.Billing billing,
    Terms.MethodRules methods,
    Terms.Provenance provenance,
    Optional<Money> initialAmount) {
  public CreateRequest {
    trials = List.copyOf(trials);
  }
}
