package dev.recur.service.read;

import static dev.recur.service.read.Happenings.CLIENT;
import static dev.recur.service.read.Happenings.ID;
import static dev.recur.service.read.Happenings.START;
import static dev.recur.service.read.Happenings.at;
import static dev.recur.service.read.Happenings.change;
import static dev.recur.service.read.Happenings.event;
import static dev.recur.service.read.Happenings.manual;
import static dev.recur.service.read.Happenings.ofPeriod;
import static dev.recur.service.read.Happenings.period;
import static dev.recur.service.read.Happenings.refund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.recur.schemas.avro.ChargeDeclined;
import dev.recur.schemas.avro.ChargePresentedAgain;
import dev.recur.schemas.avro.ChargeRequested;
import dev.recur.schemas.avro.ChargeSucceeded;
import dev.recur.schemas.avro.ChargeSurplus;
import dev.recur.schemas.avro.ChargeUnresolved;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.InquiryRequested;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PaymentFailed;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodStarted;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.PeriodWaived;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.RefundFailed;
import dev.recur.schemas.avro.RefundPresentedAgain;
import dev.recur.schemas.avro.RefundRequested;
import dev.recur.schemas.avro.RefundSucceeded;
import dev.recur.schemas.avro.RefundUnresolved;
import dev.recur.schemas.avro.SubscriptionCreated;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionOrigin;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.store.LocalStore;
import dev.recur.service.read.PaymentView.Attempt;
import dev.recur.service.read.PaymentView.Purpose;
import dev.recur.service.read.PaymentView.Status;
import dev.recur.service.read.Payments.PaymentPage;
import dev.recur.service.terms.Amount;
import dev.recur.service.testing.RunningService;
import io.micronaut.json.JsonMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredPaymentsTest {

  private static final ViewCodec CODEC = new ViewCodec(RunningService.get().bean(JsonMapper.class));

  @TempDir Path directory;
  private LocalStore store;
  private StoredPayments payments;
  private EventsListener events;
  private long offset;

  @BeforeEach
  void open() {
    store = LocalStore.open(directory.resolve("store"), StoreKeys.FORM);
    payments = new StoredPayments(store, CODEC);
    events =
        new EventsListener(
            store,
            CODEC,
            new StoredSubscriptions(store, CODEC, () -> true, topic -> Map.of()),
            payments,
            new EventIndex(store));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void payments_shouldBeInOrderAndHaveOnePlaceEach() {
    take(
        event(2).setPeriodWaived(new PeriodWaived(period(1, 0, 0))),
        event(3).setPaymentFailed(new PaymentFailed(period(2, 60, 999), "NO_FUNDS", false)),
        event(4).setChargeSucceeded(succeeded(period(3, 120, 999), 1)),
        // A success that came after the final decline.
        event(5).setChargeSucceeded(succeeded(period(2, 60, 999), 2)));

    PaymentPage all = page(EnumSet.allOf(Status.class), 1, 10);
    assertThat(all.totalCount()).isEqualTo(3);
    assertThat(all.payments())
        .extracting(PaymentView::paymentId, PaymentView::status, PaymentView::period)
        .containsExactly(
            tuple(ofPeriod(1), Status.SUCCESS, 1),
            tuple(ofPeriod(2), Status.SUCCESS, 2),
            tuple(ofPeriod(3), Status.SUCCESS, 3));
    assertThat(page(EnumSet.of(Status.FAIL), 1, 10).totalCount()).isZero();
    PaymentPage second = page(EnumSet.allOf(Status.class), 2, 2);
    assertThat(second.payments()).extracting(PaymentView::paymentId).containsExactly(ofPeriod(3));
    assertThat(second.totalCount()).isEqualTo(3);
  }

  @Test
  void payments_shouldBeTheirOwnSubscriptionsOnly() {
    take(event(2).setPeriodWaived(new PeriodWaived(period(1, 0, 0))));
    assertThat(payments.payments("S", EnumSet.allOf(Status.class), 1, 10).totalCount()).isZero();
    assertThat(payments.payment(ofPeriod(2))).isNull();
  }

  @Test
  void payment_shouldShowEachAttempt() {
    PaymentFacts facts = period(2, 60, 999);
    take(event(2).setChargeRequested(requested(facts, 1)));
    assertThat(payment(2).status()).isEqualTo(Status.PROCESSING);
    take(event(3).setChargeDeclined(declined(facts, 1, at(9))));
    assertThat(payment(2).status()).isEqualTo(Status.PROCESSING);
    assertThat(payment(2).code()).isEqualTo("insufficient_funds");
    // In one batch: what is not committed yet must be seen too.
    take(
        event(4).setChargeRequested(requested(facts, 2)),
        event(5).setChargeDeclined(declined(facts, 2, null)),
        event(6).setPaymentFailed(new PaymentFailed(facts, "insufficient_funds", false)));

    assertThat(payment(2))
        .isEqualTo(
            new PaymentView(
                ofPeriod(2),
                6,
                Status.FAIL,
                Purpose.PERIOD,
                2,
                null,
                null,
                new Amount(999, "USD"),
                START.plusSeconds(60),
                at(6),
                "insufficient_funds",
                List.of(
                    new Attempt(1, Status.FAIL, "insufficient_funds", at(3)),
                    new Attempt(2, Status.FAIL, "insufficient_funds", at(5)))));
  }

  @Test
  void payment_withoutAFinalAnswer_shouldSayWhatTheChannelSays() {
    PaymentFacts facts = period(1, 0, 999);
    take(
        event(2).setChargeRequested(requested(facts, 1)),
        event(3).setChargeUnresolved(new ChargeUnresolved(facts, 1, true, at(9))),
        event(4).setInquiryRequested(new InquiryRequested(facts, 1, 1)));
    assertThat(payment(1).status()).isEqualTo(Status.PENDING);
    take(event(5).setChargeUnresolved(new ChargeUnresolved(facts, 1, false, at(9))));
    assertThat(payment(1).status()).isEqualTo(Status.PROCESSING);
    take(event(6).setChargePresentedAgain(new ChargePresentedAgain(facts, 1, at(9))));
    assertThat(payment(1).attempts())
        .containsExactly(new Attempt(1, Status.PROCESSING, null, at(6)));
    take(event(7).setChargeSucceeded(succeeded(facts, 1)));
    assertThat(payment(1).status()).isEqualTo(Status.SUCCESS);
    assertThat(payment(1).methodType()).isEqualTo("GCASH");
    assertThat(payment(1).attempts()).containsExactly(new Attempt(1, Status.SUCCESS, null, at(7)));
  }

  @Test
  void paidPayment_shouldStayPaid() {
    PaymentFacts facts = period(1, 0, 999);
    take(
        event(2).setChargeRequested(requested(facts, 1)),
        event(3).setChargeRequested(requested(facts, 2)),
        event(4).setChargeSucceeded(succeeded(facts, 2)),
        event(5).setChargeDeclined(declined(facts, 1, null)));
    assertThat(payment(1).status()).isEqualTo(Status.SUCCESS);
    assertThat(payment(1).time()).isEqualTo(at(4));
    assertThat(payment(1).code()).isNull();
    take(event(6).setChargeSurplus(new ChargeSurplus(facts, 1, null)));
    assertThat(payment(1).attempts())
        .extracting(Attempt::number, Attempt::status)
        .containsExactly(tuple(1, Status.SUCCESS), tuple(2, Status.SUCCESS));
    assertThat(payment(1).time()).isEqualTo(at(4));
  }

  @Test
  void failedPayment_shouldOpenAgainOnlyWithAnotherAttempt() {
    PaymentFacts facts = period(1, 0, 999);
    take(
        event(2).setChargeRequested(requested(facts, 1)),
        event(3).setPaymentFailed(new PaymentFailed(facts, "stolen", true)),
        event(4).setChargeDeclined(declined(facts, 1, null)));
    assertThat(payment(1).status()).isEqualTo(Status.FAIL);
    assertThat(payment(1).time()).isEqualTo(at(3));
    take(event(5).setChargeRequested(requested(facts, 2)));
    assertThat(payment(1).status()).isEqualTo(Status.PROCESSING);
  }

  @Test
  void changeAndManualPayments_shouldHaveThePeriodTheyWereAskedForIn() {
    take(
        event(2).setChargeRequested(requested(change("u1", 5), 1)),
        event(3).setChargeRequested(requested(manual("m1", 6), 1)),
        event(4).setPeriodStarted(started(4)),
        event(5).setChargeSucceeded(succeeded(change("u1", 5), 1)));
    assertThat(page(EnumSet.allOf(Status.class), 1, 10).payments())
        .extracting(
            PaymentView::purpose, PaymentView::period, PaymentView::requestId, PaymentView::status)
        .containsExactly(
            tuple(Purpose.CHANGE, 3, "u1", Status.SUCCESS),
            tuple(Purpose.MANUAL, 3, "m1", Status.PROCESSING));
  }

  @Test
  void manualPayment_shouldBeFoundByTheMerchantsId() {
    take(event(2).setChargeRequested(requested(manual("m/1", 6), 1)));
    assertThat(payments.paymentAskedFor(CLIENT, "m/1"))
        .isEqualTo(Identity.paymentIdOfManual(ID, "m/1"));
    assertThat(payments.paymentAskedFor("other", "m/1")).isNull();
    assertThat(payments.paymentAskedFor(CLIENT, "m")).isNull();
    take(event(3).setChargeRequested(requested(change("u1", 6), 1)));
    assertThat(payments.paymentAskedFor(CLIENT, "u1")).isNull();
  }

  @Test
  void payThatBroughtTheSubscription_shouldBeFoundBeforeThereIsAPayment() {
    take(event(1).setCreated(new SubscriptionCreated(terms(SubscriptionOrigin.PAY))));
    assertThat(payments.paymentAskedFor(CLIENT, "r")).isEqualTo(ofPeriod(1));
    assertThat(payments.payment(ofPeriod(1))).isNull();
  }

  @Test
  void createdSubscription_shouldNotBeAPaymentRequest() {
    take(event(1).setCreated(new SubscriptionCreated(terms(SubscriptionOrigin.CREATE))));
    assertThat(payments.paymentAskedFor(CLIENT, "r")).isNull();
  }

  @Test
  void refund_shouldFollowItsEvents() {
    String refundId = Identity.paymentIdOfRefund(ID, "refund-1");
    take(event(2).setRefundRequested(new RefundRequested(refund("refund-1", 400), at(9), null)));
    RefundView asked = Objects.requireNonNull(payments.refund(refundId));
    assertThat(asked)
        .isEqualTo(
            new RefundView(
                refundId,
                "refund-1",
                ofPeriod(1),
                RefundView.Status.PROCESSING,
                new Amount(400, "USD"),
                at(2),
                null));
    take(
        event(3).setRefundUnresolved(new RefundUnresolved(refund("refund-1", 400), true, at(9))),
        event(4).setRefundPresentedAgain(new RefundPresentedAgain(refund("refund-1", 400), at(9))));
    assertThat(status(refundId)).isEqualTo(RefundView.Status.PROCESSING);
    take(event(5).setRefundSucceeded(new RefundSucceeded(refund("refund-1", 400), null)));
    assertThat(status(refundId)).isEqualTo(RefundView.Status.SUCCESS);
    assertThat(payments.refundAskedFor(CLIENT, "refund-1")).isEqualTo(refundId);
    assertThat(payments.refundAskedFor("other", "refund-1")).isNull();
  }

  @Test
  void refunds_shouldBeListedByPayment() {
    take(
        event(2).setRefundSucceeded(new RefundSucceeded(refund("a", 400), null)),
        event(3).setRefundFailed(new RefundFailed(refund("b", 500), "closed")));
    assertThat(payments.refunds(ofPeriod(1)))
        .extracting(RefundView::requestId, RefundView::status, RefundView::code)
        .containsExactlyInAnyOrder(
            tuple("a", RefundView.Status.SUCCESS, null),
            tuple("b", RefundView.Status.FAIL, "closed"));
    assertThat(payments.refunds(ofPeriod(2))).isEmpty();
    assertThat(payments.payment(Identity.paymentIdOfRefund(ID, "a"))).isNull();
  }

  private PaymentView payment(int period) {
    return Objects.requireNonNull(payments.payment(ofPeriod(period)));
  }

  private RefundView.Status status(String refundId) {
    return Objects.requireNonNull(payments.refund(refundId)).status();
  }

  private PaymentPage page(Set<Status> statuses, int page, int size) {
    return payments.payments(ID, statuses, page, size);
  }

  private void take(SubscriptionEvent.Builder... builders) {
    for (SubscriptionEvent.Builder builder : builders) {
      events.onRecord(new TopicRecord<>(ID, builder.build(), 0, offset++, 0, new RecordHeaders()));
    }
    events.onBatch(Map.of(0, offset));
  }

  private static ChargeRequested requested(PaymentFacts facts, int attempt) {
    return new ChargeRequested(facts, attempt, at(99));
  }

  private static ChargeSucceeded succeeded(PaymentFacts facts, int attempt) {
    return new ChargeSucceeded(facts, attempt, "GCASH", null);
  }

  private static ChargeDeclined declined(PaymentFacts facts, int attempt, @Nullable Instant retry) {
    return new ChargeDeclined(facts, attempt, false, "insufficient_funds", retry);
  }

  private static PeriodStarted started(int period) {
    return new PeriodStarted(period, START, START.plusSeconds(60));
  }

  private static CreateSubscription terms(SubscriptionOrigin origin) {
    return CreateSubscription.newBuilder()
        .setSubscriptionRequestId("r")
        .setDescription("d")
        .setRedirectUrl("https://club.example/")
        .setStartTime(START)
        .setZone("Z")
        .setPeriodRule(new PeriodRule(PeriodUnit.MONTH, 1))
        .setPaymentMethod(new PaymentMethod("GCASH", null))
        .setSubscriptionNotificationUrl("https://club.example/")
        .setPaymentAmount(new Money(999L, "USD"))
        .setPolicies(Policies.newBuilder().build())
        .setOrigin(origin)
        .build();
  }
}
