package dev.recur.schemas.kafka;

import static dev.recur.schemas.kafka.WriteBehindCourse.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** When a write-behind store writes out, and what it then still has in memory. */
class WriteBehindRoomTest extends WriteBehindFixture {

  /** More than there is room for. */
  private static final int WRITES_MAX = 1_000;

  /** Puts what is more than one store may have where memory is short, and more than all may. */
  private void fillMemory() {
    for (int n = 0; bound.taken().get() <= MEMORY_BYTES && !calls.contains("putAll"); n++) {
      put("f%04d".formatted(n));
    }
  }

  @Test
  void usedUpMemory_shouldGoBeneathInOneBatch_andADeleteShouldHideIt() {
    fillMemory();

    assertThat(calls).containsExactly("all", "putAll");
    assertThat(bound.taken().get()).isZero();
    store.put(bytes("f0001"), null);
    assertThat(store.get(bytes("f0001"))).isNull();
    assertThat(keys(store.all())).startsWith("f0000", "f0002");
    assertThat(inner.get(bytes("f0001"))).as("still beneath").isNotNull();
  }

  @Test
  void whoTakesLittle_shouldNotMakeRoomForOthers() {
    WriteBehindStore other = new WriteBehindStore(Stores.inMemoryKeyValueStore("2").get(), bound);
    open(other);
    for (int n = 0; bound.taken().get() <= MEMORY_BYTES - 500; n++) {
      put(other, "o%04d".formatted(n));
    }
    for (int n = 0; n < WRITES_MAX && bound.taken().get() <= MEMORY_BYTES; n++) {
      put("a%04d".formatted(n));
    }
    assertThat(calls).doesNotContain("putAll");
    for (int n = 0; n < WRITES_MAX && !calls.contains("putAll"); n++) {
      put("b%04d".formatted(n));
    }
    long others = bound.taken().get();
    assertThat(others).as("what the other one has").isBetween(MEMORY_BYTES - 700, MEMORY_BYTES);
    other.close();
    assertThat(bound.taken().get()).isZero();
  }

  @Test
  void backlogThatHasDrained_shouldBeForgotten_whileOthersComeAndGo() {
    fillMemory();
    List<String> backlog = keys(store.all());
    put("in the air 0");

    for (int n = 0; n < backlog.size(); n++) {
      store.put(bytes(backlog.get(n)), null);
      put("in the air " + (n + 1));
      store.put(bytes("in the air " + n), null);
    }
    // As many deletes as it took until here, and no more.
    for (int n = backlog.size(); n < 3 * backlog.size() + TOMBSTONES_MAX; n++) {
      put("in the air " + (n + 1));
      store.put(bytes("in the air " + n), null);
    }
    calls.clear();
    assertThat(keys(store.all())).hasSize(1);
    put("next");
    store.put(bytes("next"), null);

    assertThat(calls).isEmpty();
    assertThat(keys(inner.all())).isEmpty();
  }

  @Test
  void backlogThatDrains_shouldNotBeLookedAt_afterEachOfItsBatches() {
    put(inner, "z");
    int batches = 1_000;
    for (int n = 0; n < batches * TOMBSTONES_MAX; n++) {
      store.put(bytes("a%06d".formatted(n)), null);
    }
    assertThat(calls).filteredOn("putAll"::equals).hasSize(batches);
    assertThat(calls).filteredOn("all"::equals).hasSizeBetween(10, 30);
  }

  @Test
  void openIterator_shouldKeepAllInMemory() {
    put("a");
    KeyValueIterator<Bytes, byte[]> entries = store.all();
    for (int n = 0; n < 200; n++) {
      put("b%04d".formatted(n));
    }
    assertThat(calls).containsExactly("all");
    assertThat(bound.taken().get()).isGreaterThan(MEMORY_BYTES);

    entries.close();
    entries.close();
    assertThatThrownBy(entries::hasNext).isInstanceOf(InvalidStateStoreException.class);
    put("c");
    assertThat(calls).contains("putAll");
    assertThat(bound.taken().get()).isZero();
  }

  @Test
  void whatIsWrittenAgain_shouldCountOnce() {
    put("a");
    long once = bound.taken().get();
    put("a");
    assertThat(bound.taken().get()).isEqualTo(once);
    store.put(bytes("a"), null);
    assertThat(bound.taken().get()).isZero();

    fillMemory();
    long entries = store.approximateNumEntries();
    store.put(bytes("f0001"), null);
    long tombstone = bound.taken().get();
    put("f0001");
    store.put(bytes("f0001"), null);
    assertThat(bound.taken().get()).isEqualTo(tombstone);
    assertThat(store.approximateNumEntries()).isEqualTo(entries - 1);
  }
}
