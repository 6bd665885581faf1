package dev.recur.service.read;

import static dev.recur.service.read.Happenings.CLIENT;
import static dev.recur.service.read.Happenings.ID;
import static dev.recur.service.read.Happenings.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.store.LocalStore;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.PaymentView.Attempt;
import dev.recur.service.read.PaymentView.Purpose;
import dev.recur.service.read.PaymentView.Status;
import dev.recur.service.terms.Amount;
import dev.recur.service.testing.RunningService;
import io.micronaut.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the local store holds: it is read, or refused by one exception. */
class StoredBytesFuzzTest {

  private static final Amount PRICE = new Amount(999, "USD");

  @TempDir Path directory;
  private LocalStore store;
  private ViewCodec codec;

  @BeforeEach
  void open() {
    store = LocalStore.open(directory.resolve("store"), StoreKeys.FORM);
    codec = new ViewCodec(RunningService.get().bean(JsonMapper.class));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anySubscription_shouldBeReadOrRefused() {
    SnapshotsListener listener =
        new SnapshotsListener(
            store, codec, new StoredSubscriptions(store, codec, () -> true, topic -> Map.of()));
    listener.onRecord(new TopicRecord<>(ID, Happenings.snapshot(), 0, 7, 0, new RecordHeaders()));
    listener.onBatch(Map.of(0, 8L));
    byte[] stored = requireNonNull(store.get(StoreKeys.subscription(ID)));

    assertThat(views("stored-subscription", stored, SubscriptionView.class))
        .containsKeys("read", "refused");
  }

  @Test
  void anyAuthorisation_shouldBeReadOrRefused() {
    byte[] stored = codec.encode(new Authorisation(Decision.OPEN, START, 60));

    assertThat(views("stored-authorisation", stored, Authorisation.class))
        .containsKeys("read", "refused");
  }

  @Test
  void anyPayment_shouldBeReadOrRefused() {
    byte[] stored =
        codec.encode(
            new PaymentView(
                Happenings.ofPeriod(1),
                3,
                Status.FAIL,
                Purpose.PERIOD,
                1,
                null,
                "GCASH",
                PRICE,
                START,
                START,
                "code",
                List.of(new Attempt(1, Status.FAIL, "code", START))));

    assertThat(views("stored-payment", stored, PaymentView.class)).containsKeys("read", "refused");
  }

  @Test
  void anyRefund_shouldBeReadOrRefused() {
    byte[] stored =
        codec.encode(
            new RefundView(
                "f", "r", Happenings.ofPeriod(1), RefundView.Status.SUCCESS, PRICE, START, null));

    assertThat(views("stored-refund", stored, RefundView.class)).containsKeys("read", "refused");
  }

  /** What is read is the same again once it was written; an empty text is written as none. */
  private <T> Map<String, Long> views(String name, byte[] stored, Class<T> type) {
    return run(
        Fuzz.of(name, Mutator.oneOf(Mutator.json(), Mutator.bytes())).seeds(stored).inputs(150),
        bytes -> {
          byte[] again = codec.encode(requireNonNull(codec.decode(bytes, type)));
          assertThat(codec.encode(requireNonNull(codec.decode(again, type)))).isEqualTo(again);
        });
  }

  @Test
  void anyPlaceOfASubscriptionsEvent_shouldBeReadOrRefused() {
    EventIndex index = new EventIndex(store);
    byte[] stored = ByteBuffer.allocate(20).putInt(2).putLong(3).putLong(4).array();

    assertThat(
            run(
                Fuzz.of("event-place", Mutator.bytes()).seeds(stored).inputs(100),
                bytes -> {
                  put(StoreKeys.event(ID, 1), bytes);
                  assertThat(index.ofSubscription(ID, 0, 5)).hasSize(1);
                }))
        .containsKeys("read", "refused");
  }

  @Test
  void anyTimeOfAMerchantsEvent_shouldBeReadOrRefused() {
    EventIndex index = new EventIndex(store);
    byte[] stored = ByteBuffer.allocate(Long.BYTES).putLong(4).array();

    assertThat(
            run(
                Fuzz.of("event-time", Mutator.bytes()).seeds(stored).inputs(100),
                bytes -> {
                  put(StoreKeys.merchantEvent(CLIENT, 2, 3), bytes);
                  assertThat(index.ofMerchant(CLIENT, 2, 0, 5)).hasSize(1);
                }))
        .containsKeys("read", "refused");
  }

  @Test
  void anyKeyOfAnEvent_shouldBeReadOrRefused() {
    assertThat(
            run(
                Fuzz.of("event-key", Mutator.bytes())
                    .seeds(StoreKeys.merchantEvent(CLIENT, 2, 3))
                    .inputs(100),
                bytes ->
                    assertThat(bytes)
                        .endsWith(
                            ByteBuffer.allocate(Long.BYTES)
                                .putLong(StoreKeys.offsetOf(bytes))
                                .array())))
        .containsKeys("read", "refused");
  }

  /** It is where the payment is looked for. */
  @Test
  void anyTimeOfAPayment_shouldBeReadOrRefused() {
    StoredPayments payments = new StoredPayments(store, codec);
    String id = Happenings.ofPeriod(1);
    byte[] stored = ByteBuffer.allocate(Long.BYTES).putLong(START.toEpochMilli()).array();

    assertThat(
            run(
                Fuzz.of("payment-time", Mutator.bytes()).seeds(stored).inputs(100),
                bytes -> {
                  put(StoreKeys.paymentTime(id), bytes);
                  assertThat(payments.payment(id)).isNull();
                }))
        .containsKeys("read", "refused");
  }

  private void put(byte[] key, byte[] value) {
    LocalStore.Changes changes = store.changes();
    changes.put(key, value);
    changes.commit(Topics.SUBSCRIPTION_EVENTS.name(), Map.of());
  }

  private interface Reader {
    void read(byte[] bytes);
  }

  private static Map<String, Long> run(Fuzz fuzz, Reader reader) {
    return fuzz.run(
        input -> {
          try {
            reader.read(input);
            return "read";
          } catch (UnreadableStoreException e) {
            return "refused";
          }
        });
  }
}
