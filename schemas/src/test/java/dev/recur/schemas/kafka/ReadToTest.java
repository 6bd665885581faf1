package dev.recur.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
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
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TopicCounter passedOver = TopicCounter.passedOver(meters, "reader", List.of());
  private ReadTo readTo = new ReadTo(store, passedOver);

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

  /**
   * @param read how many records are read on
   * @param back by how many the group's offset then goes back
   * @param anew true when the process begins anew
   */
  record Move(int read, int back, boolean anew) {}

  @Provide
  Arbitrary<Move> moves() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 12),
            Arbitraries.integers().between(0, 12).injectDuplicates(0.3),
            Arbitraries.of(true, false))
        .as(Move::new);
  }

  /**
   * Wherever the group reads on, and whenever the process begins anew; what is written later may
   * bear an earlier time.
   */
  @Property(tries = 300)
  void everyRecord_shouldBeReadOnce(
      @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 0, max = 50) Long> timesMs,
      @ForAll @Size(max = 20) List<@From("moves") Move> moves) {
    assertReadOnceAsFarAsKept(timesMs, Set.of(), moves);
  }

  /** What came after the last that was kept comes again. */
  @Property(tries = 300)
  void everyRecord_shouldBeReadOnce_asFarAsWasKept(
      @ForAll("sometimes") Set<Integer> notKept,
      @ForAll @Size(max = 20) List<@From("moves") Move> moves) {
    assertReadOnceAsFarAsKept(LongStream.range(0, 40).boxed().toList(), notKept, moves);
  }

  private void assertReadOnceAsFarAsKept(
      List<Long> timesMs, Set<Integer> notKept, List<Move> moves) {
    KeyValueStore<String, byte[]> kept = empty();
    ReadTo reader = new ReadTo(kept, passedOver);
    int next = 0;
    int readTo = 0;
    int keptTo = 0;
    for (Move move : moves) {
      int end = Math.min(timesMs.size(), next + move.read());
      for (; next < end; next++) {
        boolean first = reader.first(at(TOPIC, next), timesMs.get(next));
        assertThat(first).isEqualTo(next >= readTo);
        readTo = Math.max(readTo, next + 1);
        if (first && !notKept.contains(next)) {
          reader.keep(TOPIC);
          keptTo = readTo;
        }
      }
      next = Math.max(0, next - move.back());
      if (move.anew()) {
        reader = new ReadTo(kept, passedOver);
        readTo = keptTo;
      }
    }
    kept.close();
  }

  @Provide
  Arbitrary<Set<Integer>> sometimes() {
    return Arbitraries.integers().between(0, 40).set().ofMaxSize(20);
  }

  @Test
  void topicOfWhichNothingWasRead_shouldNotBeKept() {
    assertThatThrownBy(() -> readTo.keep(TOPIC)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void topicThatWasMadeAnew_shouldBeTaken() {
    take(TOPIC, 7, 1_000);

    assertThat(readTo.first(at(TOPIC, 0), 1_001)).isTrue();
    assertThat(readTo.first(at(TOPIC, 1), 1_001)).isTrue();
    assertThat(readTo.first(at(TOPIC, 1), 1_001)).isFalse();
  }

  @Test
  void recordThatIsPassedOver_shouldBeCounted() {
    take(TOPIC, 7, 1_000);
    take(OTHER, 7, 1_000);

    assertThat(readTo.first(at(TOPIC, 6), 999)).isFalse();
    assertThat(readTo.first(at(TOPIC, 7), 1_000)).isFalse();
    take(TOPIC, 8, 1_000);

    assertThat(meters.get("recur.passed.over").counters())
        .extracting(
            counter -> counter.getId().getTag("topic"),
            counter -> counter.getId().getTag("reader"),
            Counter::count)
        .containsExactly(tuple(TOPIC, "reader", 2.0));
  }

  @Test
  void topics_shouldNotSpeakForEachOther() {
    take(TOPIC, 7, 1_000);

    assertThat(readTo.first(at(OTHER, 0), 1_000)).isTrue();
  }

  @Test
  void recordOfWhoseTimeTwoBoundsAreKnown_shouldBeKnownAgainByOthers() {
    assertThat(readTo.first(at(TOPIC, 3), 940, 1_000)).isTrue();
    readTo.keep(TOPIC);
    readTo = new ReadTo(store, passedOver);

    assertThat(readTo.first(at(TOPIC, 3), 1_000, 1_060)).isFalse();
    assertThat(readTo.first(at(TOPIC, 3), 1_001, 1_061)).isTrue();
  }

  @Test
  void markThatCannotBeRead_shouldSayNothing() {
    store.put(TOPIC, new byte[] {1, 2, 3});

    assertThat(readTo.first(at(TOPIC, 0), 0)).isTrue();
    readTo.keep(TOPIC);
    readTo = new ReadTo(store, passedOver);
    assertThat(readTo.first(at(TOPIC, 0), 0)).isFalse();
  }

  private void take(String topic, long offset, long time) {
    assertThat(readTo.first(at(topic, offset), time)).isTrue();
    readTo.keep(topic);
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
