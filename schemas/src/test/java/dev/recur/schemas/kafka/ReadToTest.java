package dev.recur.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadToTest {

  private static final String TOPIC = "one";
  private static final String OTHER = "other";

  private final KeyValueStore<String, byte[]> store = empty();
  private ReadTo readTo = new ReadTo(store);

  private static KeyValueStore<String, byte[]> empty() {
    KeyValueStore<String, byte[]> store =
        ReadTo.store(Stores.inMemoryKeyValueStore("read-to"))
            .withCachingDisabled()
            .withLoggingDisabled()
            .build();
    store.init(TestStoreContext.in(Path.of("target", "none")), store);
    return store;
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Wherever the group reads on, and whenever the process begins anew: each record once. */
  @Property(tries = 200)
  void everyRecord_shouldBeNewOnce(
      @ForAll @Size(max = 40) List<@IntRange(max = 3) Integer> pauses,
      @ForAll @Size(max = 20) List<@IntRange(max = 60) Integer> losses) {
    List<Long> times = new ArrayList<>();
    long time = 1_000;
    for (int pause : pauses) {
      time += pause;
      times.add(time);
    }
    KeyValueStore<String, byte[]> kept = empty();
    List<Integer> taken = new ArrayList<>();
    ReadTo reader = new ReadTo(kept);
    int next = 0;
    for (int loss : losses) {
      int end = Math.min(times.size(), next + loss % 7);
      for (; next < end; next++) {
        if (reader.isNew(at(TOPIC, next), times.get(next))) {
          taken.add(next);
        }
      }
      next = Math.max(0, next - loss);
      reader = loss % 2 == 0 ? reader : new ReadTo(kept);
    }
    assertThat(taken).doesNotHaveDuplicates().isSorted();
    assertThat(taken).hasSize(taken.isEmpty() ? 0 : taken.getLast() + 1);
    kept.close();
  }

  @Test
  void topicThatWasMadeAnew_shouldBeTaken() {
    take(TOPIC, 7, 1_000);

    assertThat(readTo.isNew(at(TOPIC, 0), 1_001)).isTrue();
    assertThat(readTo.isNew(at(TOPIC, 1), 1_001)).isTrue();
    assertThat(readTo.isNew(at(TOPIC, 1), 1_001)).isFalse();
  }

  @Test
  void topics_shouldNotSpeakForEachOther() {
    take(TOPIC, 7, 1_000);

    assertThat(readTo.isNew(at(OTHER, 0), 1_000)).isTrue();
  }

  /** A time that was moved is known to lie between two others only. */
  @Test
  void recordWhoseTimeWasMoved_shouldBeKnownAgain_whereItIsMovedLess() {
    assertThat(readTo.isNew(at(TOPIC, 3), 940, 1_000)).isTrue();
    readTo = new ReadTo(store);

    assertThat(readTo.isNew(at(TOPIC, 3), 1_000, 1_060)).isFalse();
    assertThat(readTo.isNew(at(TOPIC, 3), 1_001, 1_061)).isTrue();
  }

  @Test
  void markThatCannotBeRead_shouldSayNothing() {
    store.put(TOPIC, new byte[] {1, 2, 3});

    assertThat(readTo.isNew(at(TOPIC, 0), 0)).isTrue();
    readTo = new ReadTo(store);
    assertThat(readTo.isNew(at(TOPIC, 0), 0)).isFalse();
  }

  private void take(String topic, long offset, long time) {
    assertThat(readTo.isNew(at(topic, offset), time)).isTrue();
  }

  private static RecordMetadata at(String topic, long offset) {
    return new RecordMetadata() {
      @Override
      public String topic() {
        return topic;
      }

      @Override
      public int partition() {
        return 0;
      }

      @Override
      public long offset() {
        return offset;
      }
    };
  }
}
