package dev.recur.schemas.kafka;

import dev.recur.schemas.file.MemoryTempDir;
import dev.recur.schemas.kafka.WriteBehindCourse.Step;
import dev.recur.schemas.kafka.WriteBehindStore.Bound;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Whatever a write-behind store's course, it is like any other store. */
class WriteBehindStorePropertyTest {

  /** How much memory there is. */
  record Limits(long bytesMax, long bytesOfEach, int tombstonesMax) {}

  @Property(tries = 5_000)
  void aboveMemory_anyCourse_shouldBeThatOfAStore(
      @ForAll("limits") Limits limits,
      @ForAll("puts") @Size(max = 5) List<Step.Put> restored,
      @ForAll("steps") @Size(max = 80) List<Step> course) {
    go(
        Stores.inMemoryKeyValueStore("inner").get(),
        Path.of("target", "none"),
        limits,
        restored,
        course);
  }

  @Property(tries = 300)
  void aboveRocksDb_anyCourse_shouldBeThatOfAStore(
      @ForAll("limits") Limits limits,
      @ForAll("puts") @Size(max = 5) List<Step.Put> restored,
      @ForAll("steps") @Size(max = 80) List<Step> course)
      throws IOException {
    Path directory = MemoryTempDir.create("behind-");
    try {
      go(Stores.persistentKeyValueStore("inner").get(), directory, limits, restored, course);
    } finally {
      Utils.delete(directory.toFile());
    }
  }

  private static void go(
      KeyValueStore<Bytes, byte[]> inner,
      Path directory,
      Limits limits,
      List<Step.Put> restored,
      List<Step> steps) {
    Bound bound =
        new Bound(
            limits.bytesMax(), limits.bytesOfEach(), limits.tombstonesMax(), new AtomicLong());
    WriteBehindCourse course = new WriteBehindCourse(inner, bound, TestStoreContext.in(directory));
    try {
      course.restore(restored);
      steps.forEach(course::go);
      course.end();
    } finally {
      inner.close();
    }
  }

  @Provide
  Arbitrary<Limits> limits() {
    return Combinators.combine(
            Arbitraries.of(0L, 500L, 1_500L, 1_000_000L),
            Arbitraries.of(0L, 300L),
            Arbitraries.of(1, 2, 5, 1_000))
        .as(Limits::new);
  }

  @Provide
  Arbitrary<List<Step.Put>> puts() {
    return put().list();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return step().list();
  }

  private static Arbitrary<Step> step() {
    Arbitrary<Boolean> reverse = Arbitraries.of(true, false);
    return Arbitraries.frequencyOf(
        Tuple.of(8, put()),
        Tuple.of(6, key().map(Step.Delete::new)),
        Tuple.of(1, Combinators.combine(key(), value()).as(Step.PutIfAbsent::new)),
        Tuple.of(1, put().list().ofMaxSize(5).map(Step.PutAll::new)),
        Tuple.of(3, key().map(Step.Get::new)),
        Tuple.of(
            3,
            Combinators.combine(key().injectNull(0.2), key().injectNull(0.2), reverse)
                .as(Step.Range::new)),
        Tuple.of(1, reverse.map(Step.All::new)),
        Tuple.of(1, prefix().map(Step.PrefixScan::new)),
        Tuple.of(4, Arbitraries.integers().between(1, 4).map(Step.Next::new)),
        Tuple.of(2, Arbitraries.create(Step.Close::new)),
        Tuple.of(1, Arbitraries.create(Step.Flush::new)),
        Tuple.of(1, Arbitraries.create(Step.Commit::new)),
        Tuple.of(1, put().map(Step.Restored::new)),
        Tuple.of(1, Arbitraries.create(Step.Reopen::new)));
  }

  private static Arbitrary<Step.Put> put() {
    return Combinators.combine(key(), value().injectNull(0.3)).as(Step.Put::new);
  }

  private static Arbitrary<String> key() {
    return Arbitraries.strings().withChars('\0', 'a', 'b', '\u00ff').ofMaxLength(2);
  }

  /** Kafka Streams' own stores scan a little too far, or fail, where it ends with the last byte. */
  private static Arbitrary<String> prefix() {
    return Arbitraries.strings().withChars('\0', 'a', 'b').ofMinLength(1).ofMaxLength(2);
  }

  private static Arbitrary<String> value() {
    return Arbitraries.strings().withChars('v', 'w').ofMaxLength(3);
  }
}
