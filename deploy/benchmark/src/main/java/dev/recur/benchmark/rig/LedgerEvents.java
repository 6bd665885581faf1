package dev.recur.benchmark.rig;

import dev.recur.schemas.avro.ChargeSucceeded;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.Purpose;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.SubscriptionCreated;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.id.Identity;
import java.time.Instant;

/** Events as the worker writes them. */
public final class LedgerEvents {

  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  private LedgerEvents() {}

  /** A subscription begins, without a URL of its own: sequence 1. Nobody is told. */
  public static SubscriptionEvent created(String clientId, String subscriptionId) {
    return created(clientId, subscriptionId, "");
  }

  /**
   * A subscription begins: sequence 1. Nobody is told.
   *
   * @param notificationUrl where it is told of; empty for none
   */
  public static SubscriptionEvent created(
      String clientId, String subscriptionId, String notificationUrl) {
    return event(clientId, subscriptionId, 1)
        .setCreated(
            new SubscriptionCreated(
                CreateSubscription.newBuilder()
                    .setSubscriptionRequestId("order-" + subscriptionId)
                    .setDescription("Coffee")
                    .setRedirectUrl("https://shop.example/back")
                    .setStartTime(AT)
                    .setZone("+08:00")
                    .setPeriodRule(new PeriodRule(PeriodUnit.MONTH, 1))
                    .setPaymentMethod(PaymentMethod.newBuilder().setType("GCASH").build())
                    .setSubscriptionNotificationUrl(notificationUrl)
                    .setPaymentAmount(new Money(19900L, "PHP"))
                    .setPolicies(Policies.newBuilder().build())
                    .build()))
        .build();
  }

  /**
   * A period is paid.
   *
   * @param period from 1; its event's sequence is the one after
   */
  public static SubscriptionEvent paid(String clientId, String subscriptionId, int period) {
    PaymentFacts facts =
        new PaymentFacts(
            Identity.paymentIdOfPeriod(subscriptionId, period),
            Purpose.newBuilder().setKind(PurposeKind.PERIOD).setPeriod(period).build(),
            new Money(19900L, "PHP"),
            AT,
            AT,
            AT,
            period);
    return event(clientId, subscriptionId, period + 1L)
        .setChargeSucceeded(new ChargeSucceeded(facts, 1, "GCASH", null))
        .build();
  }

  private static SubscriptionEvent.Builder event(
      String clientId, String subscriptionId, long sequence) {
    return SubscriptionEvent.newBuilder()
        .setSubscriptionId(subscriptionId)
        .setClientId(clientId)
        .setSequence(sequence)
        .setAt(AT);
  }
}
