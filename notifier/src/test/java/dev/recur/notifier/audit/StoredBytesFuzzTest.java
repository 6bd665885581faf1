package dev.recur.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.audit.WatchIndex.Place;
import dev.recur.notifier.state.AuditPlanState;
import dev.recur.notifier.state.AuditRhythmState;
import dev.recur.notifier.state.AuditState;
import dev.recur.notifier.streams.StoredFuzz;
import dev.recur.schemas.kafka.WatchedStore;
import dev.recur.schemas.serde.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the audit's stores hold: it is read, or refused by one exception. */
class StoredBytesFuzzTest {

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  /** So that none is forgotten when there is another. */
  @ParameterizedTest
  @MethodSource("dev.recur.notifier.audit.AuditTopologySnapshotTest#stores")
  void anyStore_shouldBeReadOrRefused(String store) {
    switch (store) {
      case AuditTopology.BOOKS -> anyBooks();
      case AuditTopology.WATCHES -> anyWatchKey();
      case AuditTopology.CLOCKS, AuditTopology.FINDINGS -> {} // Kafka's own numbers.
      case AuditTopology.READ_TO -> {} // ReadToTest has it.
      default -> throw new AssertionError("nothing here reads the store " + store);
    }
  }

  private static void anyBooks() {
    AuditPlanState plan =
        AuditPlanState.newBuilder(Samples.random(AuditPlanState.class, 1))
            .setClock(null)
            .setZone("+08:00")
            .setRhythm(new AuditRhythmState(NOON, 1, "MONTHS", 1))
            .setChanges(List.of())
            .build();
    AuditState right =
        AuditState.newBuilder(Samples.random(AuditState.class, 1))
            .setStage("LIVE")
            .setPlan(plan)
            .build();

    assertThat(StoredFuzz.states("stored-books", right, StoredBytesFuzzTest::readBooks))
        .containsKeys("read", "later", "refused");
  }

  /** What is read can be looked through within the same limits. */
  private static void readBooks(byte[] bytes) {
    Kept read = BooksCodec.decode(bytes);
    assertThat(BooksCodec.decode(BooksCodec.encode(read))).isEqualTo(read);
    try {
      read.lookedAt(NOON);
      new Kept(read.books(), Optional.empty()).watched("S1");
    } catch (RuntimeException e) {
      // A fault of the audit's, which shows it and goes on.
    }
  }

  /** What is read is the key itself, so that it can be taken away. */
  private static void anyWatchKey() {
    byte[] right = reminder("S0123456789abcdef0123456789abcdef01234567", NOON);

    assertThat(
            StoredFuzz.bytes(
                "watch-key",
                right,
                bytes -> {
                  Place place = Place.of(Bytes.wrap(bytes), Optional.empty());
                  byte[] again = reminder(place.id(), place.time());
                  // Kind and clock are where it was found.
                  System.arraycopy(bytes, 0, again, 0, 2);
                  assertThat(again).isEqualTo(bytes);
                }))
        .containsKeys("read", "refused");
  }

  private static byte[] reminder(String subscriptionId, Instant at) {
    KeyValueStore<Bytes, byte[]> store = WatchedStore.tellingRanges(_ -> {});
    new WatchIndex(store).remind(subscriptionId, Optional.empty(), Optional.of(at));
    List<byte[]> keys = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      all.forEachRemaining(entry -> keys.add(entry.key.get()));
    }
    return keys.getFirst();
  }
}
