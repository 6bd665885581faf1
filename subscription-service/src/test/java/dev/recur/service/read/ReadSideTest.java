package dev.recur.service.read;

import static dev.recur.service.read.Happenings.CLIENT;
import static dev.recur.service.read.Happenings.ID;
import static dev.recur.service.read.Happenings.START;
import static dev.recur.service.read.Happenings.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.AuthorisationExpired;
import dev.recur.schemas.avro.AwaitedUpdate;
import dev.recur.schemas.avro.CollectionMode;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.FirstBilling;
import dev.recur.schemas.avro.LifecycleStatus;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.SubscriptionApproved;
import dev.recur.schemas.avro.SubscriptionCreated;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionOrigin;
import dev.recur.schemas.avro.SubscriptionReleased;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.id.Origin;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.store.LocalStore;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Subscriptions.Watch;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.testing.RunningService;
import io.micronaut.json.JsonMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

  private static final ViewCodec CODEC = new ViewCodec(RunningService.get().bean(JsonMapper.class));

  @TempDir Path directory;
  private LocalStore store;
  private StoredSubscriptions subscriptions;
  private SnapshotsListener snapshots;
  private EventsListener events;

  @BeforeEach
  void open() {
    store = LocalStore.open(directory.resolve("store"), StoreKeys.FORM);
    subscriptions = new StoredSubscriptions(store, CODEC, () -> true, topic -> Map.of(0, 2L));
    snapshots = new SnapshotsListener(store, CODEC, subscriptions);
    events =
        new EventsListener(
            store, CODEC, subscriptions, new StoredPayments(store, CODEC), new EventIndex(store));
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
  void snapshot_shouldKeepWhatASubscriptionCanHave() {
    snapshots.onRecord(
        record(
            0,
            SubscriptionSnapshot.newBuilder(snapshot(3, LifecycleStatus.PAUSED))
                .setOrigin(SubscriptionOrigin.CHANGE)
                .setRelatedSubscriptionId("S-before")
                .setReplacedBySubscriptionId("S-after")
                .setCollection(CollectionMode.SELF_MANAGED)
                .setFirstBilling(FirstBilling.SIGN_ONLY)
                .setCycleCount(12)
                .setOrderAmount(new Money(1998L, "USD"))
                .setSettlementCurrency("EUR")
                .setResumeTime(START.plusSeconds(7))
                .setAwaitedUpdate(
                    new AwaitedUpdate(
                        4,
                        START.plusSeconds(8),
                        "Premium",
                        new Money(1L, "USD"),
                        new PeriodRule(PeriodUnit.DAY, 2)))
                .setHeldPeriods(List.of(1, 2))
                .build()));
    snapshots.onBatch(Map.of(0, 1L));
    SubscriptionView view = Objects.requireNonNull(subscriptions.find(ID));
    assertThat(view.lifecycle()).isEqualTo(Lifecycle.PAUSED);
    assertThat(view.lineage())
        .isEqualTo(new SubscriptionView.Lineage(Origin.CHANGE, "S-before", "S-after"));
    assertThat(view.billing())
        .isEqualTo(
            new Billing(Billing.CollectionMode.SELF_MANAGED, Billing.FirstBilling.SIGN_ONLY, 12));
    assertThat(view.orderAmount()).isEqualTo(new Amount(1998, "USD"));
    assertThat(view.settlementCurrency()).isEqualTo("EUR");
    assertThat(view.waiting())
        .isEqualTo(
            new SubscriptionView.Waiting(
                START.plusSeconds(7),
                new SubscriptionView.AwaitedUpdate(
                    4,
                    START.plusSeconds(8),
                    "Premium",
                    new Amount(1, "USD"),
                    new dev.recur.service.terms.PeriodRule(
                        dev.recur.service.terms.PeriodUnit.DAY, 2)),
                List.of(1, 2)));
  }

  @Test
  void snapshot_ofTheSimplestSubscription_shouldWaitForNothing() {
    snapshots.onRecord(record(0, snapshot(3, LifecycleStatus.ACTIVE)));
    snapshots.onBatch(Map.of(0, 1L));
    SubscriptionView view = Objects.requireNonNull(subscriptions.find(ID));
    assertThat(view.waiting()).isEqualTo(SubscriptionView.Waiting.NOTHING);
    assertThat(view.lineage()).isEqualTo(new SubscriptionView.Lineage(Origin.CREATE, null, null));
  }

  @Test
  void list_shouldBeInOrderOfTheStartAndWithinIt() {
    put("S-c", CLIENT, START.plusSeconds(2));
    put("S-a", CLIENT, START);
    put("S-b", CLIENT, START.plusSeconds(1));
    put("S-d", CLIENT, START.plusSeconds(3));
    put("S-x", "M2", START.plusSeconds(1));
    assertThat(listed(START, START.plusSeconds(2), 1, 10)).containsExactly("S-a", "S-b", "S-c");
    assertThat(listed(START.plusMillis(1), START.plusSeconds(9), 1, 10))
        .containsExactly("S-b", "S-c", "S-d");
    assertThat(listed(START, START.plusSeconds(9), 2, 3)).containsExactly("S-d");
    assertThat(listed(Instant.EPOCH.minusSeconds(9), START, 1, 10)).containsExactly("S-a");
    Subscriptions.SubscriptionPage wanted =
        subscriptions
            .list(
                new Subscriptions.StartingWithin(
                    CLIENT,
                    START,
                    START.plusSeconds(9),
                    view -> !view.subscriptionId().equals("S-b")),
                1,
                1)
            .orElseThrow();
    assertThat(wanted.totalCount()).isEqualTo(3);
    assertThat(wanted.subscriptions()).hasSize(1);
  }

  @Test
  void list_shouldFollowAStartThatMovesAndForgetWhatIsGone() {
    put("S-a", CLIENT, START);
    put("S-a", CLIENT, START.plusSeconds(5));
    put("S-b", CLIENT, START);
    snapshots.onRecord(new TopicRecord<>("S-b", null, 0, 9, 0, new RecordHeaders()));
    snapshots.onBatch(Map.of(0, 10L));
    assertThat(listed(START, START.plusSeconds(9), 1, 10)).containsExactly("S-a");
    assertThat(listed(START, START.plusSeconds(4), 1, 10)).isEmpty();
  }

  @Test
  void list_ofMoreThanIsLookedAt_shouldNotBeGiven() {
    for (int i = 0; i < Subscriptions.LISTED_MAX; i++) {
      snapshots.onRecord(startingAt("S-" + i, CLIENT, START.plusMillis(i)));
    }
    snapshots.onBatch(Map.of(0, 1L));
    assertThat(listed(START, START.plusSeconds(99), 1, 1)).containsExactly("S-0");
    put("S-last", CLIENT, START.plusSeconds(98));
    assertThat(
            subscriptions.list(
                new Subscriptions.StartingWithin(
                    CLIENT, START, START.plusSeconds(99), view -> true),
                1,
                1))
        .isEmpty();
  }

  @Test
  void storeOfAnotherForm_shouldBeMadeAnew() {
    snapshots.onRecord(record(0, snapshot(3, LifecycleStatus.ACTIVE)));
    snapshots.onBatch(Map.of(0, 1L));
    LocalStore.Changes older = store.changes();
    older.put("form".getBytes(UTF_8), new byte[] {1});
    older.commit("none", Map.of());
    close();
    open();
    assertThat(subscriptions.find(ID)).isNull();
    assertThat(snapshots.startingOffsets()).isEmpty();
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
  void watch_shouldBeWokenByTheCommit() throws Exception {
    CompletableFuture<Boolean> reached =
        CompletableFuture.supplyAsync(
            () -> {
              try (Watch watch = subscriptions.watch(ID)) {
                return watch.await(3, Duration.ofSeconds(30));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    snapshots.onRecord(record(0, snapshot(2, LifecycleStatus.INCOMPLETE)));
    snapshots.onBatch(Map.of(0, 1L));
    assertThat(reached).isNotDone();
    snapshots.onRecord(record(1, snapshot(3, LifecycleStatus.ACTIVE)));
    snapshots.onBatch(Map.of(0, 2L));
    take(event(2).setReleased(new SubscriptionReleased()));
    assertThat(reached).isNotDone();
    take(event(3).setReleased(new SubscriptionReleased()));
    assertThat(reached.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void watch_shouldNotWaitForWhatIsThereOrForever() throws Exception {
    take(event(1).setReleased(new SubscriptionReleased()));
    snapshots.onRecord(record(0, snapshot(1, LifecycleStatus.INCOMPLETE)));
    snapshots.onBatch(Map.of(0, 1L));
    try (Watch watch = subscriptions.watch(ID)) {
      assertThat(watch.await(0, Duration.ofSeconds(30))).isTrue();
      assertThat(watch.await(1, Duration.ofSeconds(30))).isTrue();
      assertThat(watch.await(2, Duration.ofMillis(20))).isFalse();
    }
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

  private void put(String id, String clientId, Instant start) {
    snapshots.onRecord(startingAt(id, clientId, start));
    snapshots.onBatch(Map.of(0, 1L));
  }

  private List<String> listed(Instant from, Instant to, int page, int size) {
    return subscriptions
        .list(new Subscriptions.StartingWithin(CLIENT, from, to, view -> true), page, size)
        .orElseThrow()
        .subscriptions()
        .stream()
        .map(SubscriptionView::subscriptionId)
        .toList();
  }

  private static TopicRecord<SubscriptionSnapshot> startingAt(
      String id, String clientId, Instant start) {
    SubscriptionSnapshot snapshot =
        SubscriptionSnapshot.newBuilder(snapshot(1, LifecycleStatus.ACTIVE))
            .setSubscriptionId(id)
            .setClientId(clientId)
            .setStartTime(start)
            .build();
    return new TopicRecord<>(id, snapshot, 0, 0, 0, new RecordHeaders());
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
    return SubscriptionSnapshot.newBuilder(Happenings.snapshot())
        .setSequence(sequence)
        .setLifecycleStatus(status)
        .setTrials(List.of())
        .build();
  }

  private static <V> TopicRecord<V> record(long offset, @Nullable V value) {
    return new TopicRecord<>(ID, value, 0, offset, 0, new RecordHeaders());
  }
}
