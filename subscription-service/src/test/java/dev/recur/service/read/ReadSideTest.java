package dev.recur.service.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.AuthorisationExpired;
import dev.recur.schemas.avro.ChargeSucceeded;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.LifecycleStatus;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PaymentFailed;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodSpan;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.PeriodWaived;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.Purpose;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.SubscriptionApproved;
import dev.recur.schemas.avro.SubscriptionCreated;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.terms.Amount;
import dev.recur.service.testing.RunningService;
import io.micronaut.json.JsonMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadSideTest {

  private static final Instant START = Instant.parse("2026-01-31T04:01:01Z");
  private static final String ID = "S0";
  private static final JsonMapper JSON = RunningService.get().bean(JsonMapper.class);

  @TempDir Path directory;
  private LocalStore store;
  private StoredSubscriptions subscriptions;
  private SnapshotsListener snapshots;
  private EventsListener events;

  @BeforeEach
  void open() {
    store = LocalStore.open(directory.resolve("store"));
    subscriptions = new StoredSubscriptions(store, JSON, () -> true, topic -> Map.of(0, 2L));
    snapshots = new SnapshotsListener(store, subscriptions);
    events = new EventsListener(store, subscriptions);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void snapshot_shouldBeFoundOnceItsBatchIsDone() {
    snapshots.onRecord(record(0, snapshot(3, LifecycleStatus.ACTIVE)));
    assertThat(subscriptions.find(ID)).isNull();
    snapshots.onBatch(Map.of(0, 1L));

    SubscriptionView view = Objects.requireNonNull(subscriptions.find(ID));
    assertThat(view.sequence()).isEqualTo(3);
    assertThat(view.lifecycle()).isEqualTo(Lifecycle.ACTIVE);
    assertThat(view.paymentAmount()).isEqualTo(new Amount(999, "USD"));
    assertThat(view.startTime()).isEqualTo(START);
    assertThat(view.currentPeriod())
        .isEqualTo(new SubscriptionView.Period(1, START, START.plusSeconds(60)));
  }

  @Test
  void tombstone_shouldForget() {
    snapshots.onRecord(record(0, snapshot(3, LifecycleStatus.ACTIVE)));
    snapshots.onRecord(record(1, (SubscriptionSnapshot) null));
    snapshots.onBatch(Map.of(0, 2L));
    assertThat(subscriptions.find(ID)).isNull();
  }

  @Test
  void afterRestart_shouldGoOnWhereItWas() {
    snapshots.onRecord(record(4, snapshot(3, LifecycleStatus.ACTIVE)));
    snapshots.onBatch(Map.of(0, 5L, 3, 9L));
    events.onBatch(Map.of(1, 2L));
    // Taken but not committed: lost with the process, and read again.
    snapshots.onRecord(record(5, snapshot(4, LifecycleStatus.CANCELED)));
    close();
    open();

    assertThat(snapshots.startingOffsets())
        .containsExactlyInAnyOrderEntriesOf(Map.of(0, 5L, 3, 9L));
    assertThat(events.startingOffsets()).isEqualTo(Map.of(1, 2L));
    assertThat(Objects.requireNonNull(subscriptions.find(ID)).sequence()).isEqualTo(3);
  }

  @Test
  void emptyDirectory_shouldBeginAtTheStart() {
    assertThat(snapshots.startingOffsets()).isEmpty();
    assertThat(events.startingOffsets()).isEmpty();
  }

  @Test
  void payments_shouldBeInOrderAndHaveOnePlaceEach() {
    take(
        event(2).setPeriodWaived(new PeriodWaived(payment("P1", 1, 0, 0))),
        event(3).setPaymentFailed(new PaymentFailed(payment("P2", 2, 60, 999), "NO_FUNDS", false)),
        event(4)
            .setChargeSucceeded(new ChargeSucceeded(payment("P3", 3, 120, 999), 1, "GCASH", null)),
        // A success that came after the final decline.
        event(5)
            .setChargeSucceeded(new ChargeSucceeded(payment("P2", 2, 60, 999), 2, "GCASH", null)));

    Subscriptions.PaymentPage all = payments(EnumSet.allOf(PaymentView.Status.class), 1, 10);
    assertThat(all.totalCount()).isEqualTo(3);
    assertThat(all.payments())
        .extracting(PaymentView::paymentId, PaymentView::status, PaymentView::period)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("P1", PaymentView.Status.SUCCESS, 1),
            org.assertj.core.groups.Tuple.tuple("P2", PaymentView.Status.SUCCESS, 2),
            org.assertj.core.groups.Tuple.tuple("P3", PaymentView.Status.SUCCESS, 3));
    assertThat(payments(EnumSet.of(PaymentView.Status.FAIL), 1, 10).totalCount()).isZero();
    Subscriptions.PaymentPage second = payments(EnumSet.allOf(PaymentView.Status.class), 2, 2);
    assertThat(second.payments()).extracting(PaymentView::paymentId).containsExactly("P3");
    assertThat(second.totalCount()).isEqualTo(3);
  }

  @Test
  void payments_shouldBeTheirOwnSubscriptionsOnly() {
    take(event(2).setPeriodWaived(new PeriodWaived(payment("P1", 1, 0, 0))));
    assertThat(
            subscriptions
                .payments("S", EnumSet.allOf(PaymentView.Status.class), 1, 10)
                .totalCount())
        .isZero();
  }

  @Test
  void authorisation_shouldFollowTheEventsAlsoWithinOneBatch() {
    take(
        event(1).setCreated(new SubscriptionCreated(terms())),
        event(2).setApproved(new SubscriptionApproved(new PaymentMethod("GCASH", null))));
    assertThat(subscriptions.authorisation(ID))
        .isEqualTo(new Authorisation(Decision.APPROVED, START.plusSeconds(2), 77));
  }

  @Test
  void authorisation_shouldFollowTheEventsAcrossBatches() {
    take(event(1).setCreated(new SubscriptionCreated(terms())));
    assertThat(subscriptions.authorisation(ID))
        .isEqualTo(new Authorisation(Decision.OPEN, START.plusSeconds(1), 77));
    take(event(2).setAuthorisationExpired(new AuthorisationExpired(START)));
    assertThat(subscriptions.authorisation(ID))
        .isEqualTo(new Authorisation(Decision.EXPIRED, START.plusSeconds(2), 77));
  }

  @Test
  void awaitSequence_shouldBeWokenByTheCommit() throws Exception {
    CompletableFuture<Boolean> reached =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return subscriptions.awaitSequence(ID, 3, Duration.ofSeconds(30));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    snapshots.onRecord(record(0, snapshot(2, LifecycleStatus.INCOMPLETE)));
    snapshots.onBatch(Map.of(0, 1L));
    assertThat(reached).isNotDone();
    snapshots.onRecord(record(1, snapshot(3, LifecycleStatus.ACTIVE)));
    snapshots.onBatch(Map.of(0, 2L));
    assertThat(reached.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void awaitSequence_shouldNotWaitForWhatIsThereOrForever() throws Exception {
    assertThat(subscriptions.awaitSequence(ID, 0, Duration.ofDays(1))).isTrue();
    assertThat(subscriptions.awaitSequence(ID, 1, Duration.ofMillis(20))).isFalse();
  }

  @Test
  void awaitNow_shouldWaitForBothTopics() throws Exception {
    snapshots.onBatch(Map.of(0, 2L));
    assertThat(subscriptions.awaitNow(Duration.ofMillis(20))).isFalse();
    events.onBatch(Map.of(0, 1L));
    assertThat(subscriptions.awaitNow(Duration.ofMillis(20))).isFalse();
    events.onBatch(Map.of(0, 2L));
    assertThat(subscriptions.awaitNow(Duration.ofMillis(20))).isTrue();
  }

  private void take(SubscriptionEvent.Builder... builders) {
    long offset = 0;
    for (SubscriptionEvent.Builder builder : builders) {
      events.onRecord(record(offset++, builder.build()));
    }
    events.onBatch(Map.of(0, offset));
  }

  private Subscriptions.PaymentPage payments(
      EnumSet<PaymentView.Status> statuses, int page, int size) {
    return subscriptions.payments(ID, statuses, page, size);
  }

  private static SubscriptionEvent.Builder event(long sequence) {
    return SubscriptionEvent.newBuilder()
        .setSubscriptionId(ID)
        .setClientId("M")
        .setSequence(sequence)
        .setAt(START.plusSeconds(sequence));
  }

  private static PaymentFacts payment(String id, int period, long afterSeconds, long amount) {
    return new PaymentFacts(
        id,
        Purpose.newBuilder().setKind(PurposeKind.PERIOD).setPeriod(period).build(),
        new Money(amount, "USD"),
        START.plusSeconds(afterSeconds),
        START,
        START.plusSeconds(60));
  }

  private static CreateSubscription terms() {
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
        .setPolicies(
            Policies.newBuilder().setChargeLeadMinutes(77).setRetryDays(List.of(1)).build())
        .build();
  }

  private static SubscriptionSnapshot snapshot(long sequence, LifecycleStatus status) {
    return SubscriptionSnapshot.newBuilder()
        .setSubscriptionId(ID)
        .setClientId("M")
        .setSubscriptionRequestId("r")
        .setSequence(sequence)
        .setAt(START)
        .setLifecycleStatus(status)
        .setRenewalOff(false)
        .setDescription("d")
        .setRedirectUrl("https://club.example/")
        .setStartTime(START)
        .setZone("+08:00")
        .setPeriodRule(new PeriodRule(PeriodUnit.MONTH, 1))
        .setPaymentAmount(new Money(999L, "USD"))
        .setPaymentMethod(new PaymentMethod("GCASH", null))
        .setExpiryTime(START)
        .setCurrentPeriod(new PeriodSpan(1, START, START.plusSeconds(60)))
        .build();
  }

  private static <V> TopicRecord<V> record(long offset, @Nullable V value) {
    return new TopicRecord<>(ID, value, 0, offset, 0, new RecordHeaders());
  }
}
