package dev.recur.service.read;

import dev.recur.schemas.avro.LifecycleStatus;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodSpan;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.Purpose;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.RefundFacts;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.avro.Trial;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import java.time.Instant;
import java.util.List;

/** Events of one subscription, as its ledger has them. */
final class Happenings {

  static final Instant START = Instant.parse("2026-01-31T04:01:01Z");
  static final String CLIENT = "M";
  static final String ID = Identity.subscriptionId(Origin.CREATE, CLIENT, "r");

  private Happenings() {}

  /** An event, a second after the one before. */
  static SubscriptionEvent.Builder event(long sequence) {
    return SubscriptionEvent.newBuilder()
        .setSubscriptionId(ID)
        .setClientId(CLIENT)
        .setSequence(sequence)
        .setAt(at(sequence));
  }

  /** The subscription as the worker shows it. */
  static SubscriptionSnapshot snapshot() {
    return SubscriptionSnapshot.newBuilder()
        .setSubscriptionId(ID)
        .setClientId(CLIENT)
        .setSubscriptionRequestId("r")
        .setSequence(3)
        .setAt(START)
        .setLifecycleStatus(LifecycleStatus.ACTIVE)
        .setRenewalOff(false)
        .setDescription("d")
        .setRedirectUrl("https://club.example/")
        .setStartTime(START)
        .setZone("+08:00")
        .setPeriodRule(new PeriodRule(PeriodUnit.MONTH, 1))
        .setPaymentAmount(new Money(999L, "USD"))
        .setTrials(List.of(new Trial(1, 1, new Money(0L, "USD"))))
        .setPaymentMethod(new PaymentMethod("GCASH", null))
        .setExpiryTime(START)
        .setCurrentPeriod(new PeriodSpan(1, START, START.plusSeconds(60)))
        .build();
  }

  /** When an event happens. */
  static Instant at(long sequence) {
    return START.plusSeconds(sequence);
  }

  static String ofPeriod(int period) {
    return Identity.paymentIdOfPeriod(ID, period);
  }

  /** The payment of a period, first asked for so long after the start. */
  static PaymentFacts period(int period, long afterSeconds, long amount) {
    return facts(
        ofPeriod(period),
        Purpose.newBuilder().setKind(PurposeKind.PERIOD).setPeriod(period).build(),
        afterSeconds,
        amount);
  }

  /** A payment by the merchant's hand. */
  static PaymentFacts manual(String requestId, long afterSeconds) {
    return facts(
        Identity.paymentIdOfManual(ID, requestId),
        Purpose.newBuilder().setKind(PurposeKind.MANUAL).setRequestId(requestId).build(),
        afterSeconds,
        500);
  }

  /** The difference that an update asked for. */
  static PaymentFacts change(String requestId, long afterSeconds) {
    return facts(
        Identity.paymentIdOfChange(ID, requestId),
        Purpose.newBuilder().setKind(PurposeKind.CHANGE).setRequestId(requestId).build(),
        afterSeconds,
        2000);
  }

  /** Money back of the first period's payment. */
  static RefundFacts refund(String requestId, long amount) {
    return RefundFacts.newBuilder()
        .setRefund(
            facts(
                Identity.paymentIdOfRefund(ID, requestId),
                Purpose.newBuilder().setKind(PurposeKind.REFUND).setRequestId(requestId).build(),
                0,
                amount))
        .setRefundedPaymentId(ofPeriod(1))
        .setPaidAmount(new Money(999L, "USD"))
        .setRefundedMinor(amount)
        .build();
  }

  private static PaymentFacts facts(String id, Purpose purpose, long afterSeconds, long amount) {
    return new PaymentFacts(
        id,
        purpose,
        new Money(amount, "USD"),
        START.plusSeconds(afterSeconds),
        START,
        START.plusSeconds(60),
        purpose.getPeriod() == null ? Integer.valueOf(3) : purpose.getPeriod());
  }
}
