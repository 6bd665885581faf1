package dev.recur.notifier;

import dev.recur.schemas.avro.ChargeDeclined;
import dev.recur.schemas.avro.ChargeSucceeded;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PauseReason;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PaymentFailed;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodStarted;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.PeriodWaived;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.Purpose;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.RefundFacts;
import dev.recur.schemas.avro.RefundSucceeded;
import dev.recur.schemas.avro.RenewalCancelled;
import dev.recur.schemas.avro.RenewalUpcoming;
import dev.recur.schemas.avro.SubscriptionApproved;
import dev.recur.schemas.avro.SubscriptionCanceled;
import dev.recur.schemas.avro.SubscriptionChanged;
import dev.recur.schemas.avro.SubscriptionCreated;
import dev.recur.schemas.avro.SubscriptionDeclined;
import dev.recur.schemas.avro.SubscriptionEnded;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionPaused;
import dev.recur.schemas.avro.SubscriptionResumed;
import dev.recur.schemas.avro.TrialEnding;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events of the ledger, as the worker would write them. */
final class Ledger {

  static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  static final String MERCHANT = "SANDBOX_M1";

  private final String subscriptionId;
  private final String url;
  private long sequence;

  Ledger(String subscriptionId, String url) {
    this.subscriptionId = subscriptionId;
    this.url = url;
  }

  SubscriptionEvent created() {
    return created(false);
  }

  SubscriptionEvent created(boolean notifiesBuyer) {
    CreateSubscription terms =
        CreateSubscription.newBuilder()
            .setNotifiesBuyer(notifiesBuyer)
            .setSubscriptionRequestId("order-" + subscriptionId)
            .setDescription("Coffee")
            .setRedirectUrl("https://shop.example/back")
            .setStartTime(START)
            .setZone("+08:00")
            .setPeriodRule(new PeriodRule(PeriodUnit.MONTH, 1))
            .setPaymentMethod(PaymentMethod.newBuilder().setType("GCASH").build())
            .setSubscriptionNotificationUrl(url)
            .setPaymentAmount(new Money(19900L, "PHP"))
            .setPolicies(Policies.newBuilder().build())
            .build();
    return event().setCreated(new SubscriptionCreated(terms)).build();
  }

  SubscriptionEvent approved() {
    return event()
        .setApproved(new SubscriptionApproved(PaymentMethod.newBuilder().setType("GCASH").build()))
        .build();
  }

  SubscriptionEvent periodStarted(int period) {
    return event().setPeriodStarted(new PeriodStarted(period, START, START)).build();
  }

  SubscriptionEvent chargeSucceeded(int period) {
    return event()
        .setChargeSucceeded(new ChargeSucceeded(payment(period), 1, "GCASH", null))
        .build();
  }

  SubscriptionEvent periodWaived(int period) {
    return event().setPeriodWaived(new PeriodWaived(payment(period))).build();
  }

  /** Tried again, where it says when. */
  SubscriptionEvent chargeDeclined(int period, int attempt, @Nullable Instant retryAt) {
    return event()
        .setChargeDeclined(
            new ChargeDeclined(
                payment(period), attempt, retryAt == null, "USER_BALANCE_NOT_ENOUGH", retryAt))
        .build();
  }

  SubscriptionEvent paymentFailed(int period) {
    return event()
        .setPaymentFailed(new PaymentFailed(payment(period), "USER_BALANCE_NOT_ENOUGH", false))
        .build();
  }

  SubscriptionEvent trialEnding(int period) {
    return event()
        .setTrialEnding(new TrialEnding(period, START, START, START, new Money(19900L, "PHP")))
        .build();
  }

  SubscriptionEvent renewalUpcoming(int period) {
    return event()
        .setRenewalUpcoming(
            new RenewalUpcoming(period, START, START, START, new Money(19900L, "PHP")))
        .build();
  }

  SubscriptionEvent paused(PauseReason reason) {
    return event().setPaused(new SubscriptionPaused(null, reason, null)).build();
  }

  SubscriptionEvent resumed() {
    return event().setResumed(new SubscriptionResumed((String) null)).build();
  }

  SubscriptionEvent renewalCancelled() {
    return event().setRenewalCancelled(new RenewalCancelled(START)).build();
  }

  SubscriptionEvent canceledAtTheEndOfThePeriod() {
    return event().setCanceled(new SubscriptionCanceled(false, false)).build();
  }

  SubscriptionEvent canceledUnpaid() {
    return event().setCanceled(new SubscriptionCanceled(true, true)).build();
  }

  SubscriptionEvent ended() {
    return event().setEnded(new SubscriptionEnded(START)).build();
  }

  SubscriptionEvent declined() {
    return event().setDeclined(new SubscriptionDeclined((String) null)).build();
  }

  SubscriptionEvent changed() {
    return event().setChanged(new SubscriptionChanged("Snext")).build();
  }

  private PaymentFacts payment(int period) {
    Purpose purpose = Purpose.newBuilder().setKind(PurposeKind.PERIOD).setPeriod(period).build();
    return new PaymentFacts(
        subscriptionId + "P" + period,
        purpose,
        new Money(19900L, "PHP"),
        START,
        START,
        START,
        period);
  }

  SubscriptionEvent refundSucceeded(String notificationUrl) {
    Purpose purpose =
        Purpose.newBuilder().setKind(PurposeKind.REFUND).setRequestId("refund-1").build();
    RefundFacts facts =
        RefundFacts.newBuilder()
            .setRefund(
                new PaymentFacts(
                    subscriptionId + "R1", purpose, new Money(100L, "PHP"), START, START, START, 1))
            .setRefundedPaymentId(subscriptionId + "P1")
            .setPaidAmount(new Money(19900L, "PHP"))
            .setRefundedMinor(100)
            .setNotificationUrl(notificationUrl)
            .build();
    return event().setRefundSucceeded(new RefundSucceeded(facts, null)).build();
  }

  SubscriptionEvent terminated() {
    return event().setCanceled(new SubscriptionCanceled(true, false)).build();
  }

  /** Of a type that no version knows yet. */
  SubscriptionEvent unknown() {
    return event().build();
  }

  private SubscriptionEvent.Builder event() {
    sequence++;
    return SubscriptionEvent.newBuilder()
        .setSubscriptionId(subscriptionId)
        .setClientId(MERCHANT)
        .setSequence(sequence)
        .setAt(START);
  }
}
