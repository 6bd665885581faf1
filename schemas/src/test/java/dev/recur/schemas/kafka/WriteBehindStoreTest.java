package dev.recur.schemas.kafka;

import static dev.recur.schemas.kafka.WriteBehindCourse.bytes;
import static dev.recur.schemas.kafka.WriteBehindCourse.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.kafka.WriteBehindStore.Bound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriteBehindStoreTest {

  private static final long MEMORY_BYTES = 10_000;
  private static final int TOMBSTONES_MAX = 10;

  private final List<String> calls = new ArrayList<>();
  private final Set<String> failing = new HashSet<>();
  private final Bound bound = new Bound(MEMORY_BYTES, 1_000, TOMBSTONES_MAX, new AtomicLong());
  private final KeyValueStore<Bytes, byte[]> inner =
      CalledStore.around(Stores.inMemoryKeyValueStore("inner").get(), this::called);
  private final WriteBehindStore store = new WriteBehindStore(inner, bound);

  private void called(String method) {
    if (!method.equals("isOpen") && !method.equals("name")) {
      calls.add(method);
    }
    if (failing.contains(method)) {
      throw new IllegalStateException(method);
    }
  }

  @BeforeEach
  void open() {
    open(store);
    calls.clear();
  }

  private static void open(KeyValueStore<Bytes, byte[]> store) {
    store.init(TestStoreContext.in(Path.of("target", "none")), store);
  }

  private static void put(KeyValueStore<Bytes, byte[]> store, String key) {
    store.put(bytes(key), key.getBytes(ISO_8859_1));
  }

  private void put(String key) {
    put(store, key);
  }

  private static List<String> keys(KeyValueIterator<Bytes, byte[]> entries) {
    try (entries) {
      List<String> keys = new ArrayList<>();
      entries.forEachRemaining(entry -> keys.add(text(entry.key.get())));
      return keys;
    }
  }

  /** Puts what is more than one store may have where memory is short, and more than all may. */
  private void fillMemory() {
    for (int n = 0; bound.taken().get() <= MEMORY_BYTES && !calls.contains("putAll"); n++) {
      put("f%04d".formatted(n));
    }
  }

  @Test
  void whatLivesBriefly_shouldNotGoBeneath_norAnyRead() {
    put("a");
    put("b");
    assertThat(keys(store.all())).containsExactly("a", "b");
    assertThat(keys(store.reverseRange(bytes("a"), null))).containsExactly("b", "a");
    assertThat(keys(store.prefixScan(bytes("b"), new BytesSerializer()))).containsExactly("b");
    assertThat(store.get(bytes("a"))).isNotNull();
    assertThat(store.approximateNumEntries()).isEqualTo(2);
    assertThat(store.delete(bytes("a"))).isNotNull();
    assertThat(store.delete(bytes("b"))).isNotNull();
    assertThat(store.get(bytes("a"))).isNull();
    assertThat(keys(store.range(null, null))).isEmpty();

    assertThat(calls).as("one look before the first write").containsExactly("all");
    assertThat(bound.taken().get()).isZero();
  }

  @Test
  void prefixOfLastBytes_shouldEndWithWhatBeginsSo() {
    List.of("a\u00ff", "a\u00ff\u00ff", "b", "\u00ff", "\u00ff\u00ff").forEach(this::put);

    assertThat(keys(store.prefixScan(bytes("a\u00ff"), new BytesSerializer())))
        .containsExactly("a\u00ff", "a\u00ff\u00ff");
    assertThat(keys(store.prefixScan(bytes("\u00ff"), new BytesSerializer())))
        .containsExactly("\u00ff", "\u00ff\u00ff");
    assertThat(keys(store.prefixScan(bytes(""), new BytesSerializer()))).hasSize(5);
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
    while (bound.taken().get() <= MEMORY_BYTES) {
      put("a" + bound.taken());
    }
    assertThat(calls).doesNotContain("putAll");
    for (int n = 0; !calls.contains("putAll"); n++) {
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
    for (int n = backlog.size(); n < backlog.size() + TOMBSTONES_MAX; n++) {
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
  void commit_shouldComeAfterEverything_andBeTheInnerStores() {
    put("a");
    put("b");
    calls.clear();

    store.commit(Map.of());

    assertThat(calls).containsExactly("putAll", "commit");
    assertThat(keys(inner.all())).containsExactly("a", "b");
  }

  @Test
  void whatIsRestored_shouldBeSeen_alsoAfterACommit() {
    put("a");
    store.put(bytes("a"), null);
    store.commit(Map.of());
    put(inner, "r");

    assertThat(store.get(bytes("r"))).isNotNull();
    store.put(bytes("b"), null);
    assertThat(store.get(bytes("r"))).isNotNull();
    store.put(bytes("r"), null);
    assertThat(store.get(bytes("r"))).isNull();
  }

  @Test
  void failedBatch_shouldLoseNothing() {
    put("a");
    failing.add("putAll");

    assertThatThrownBy(() -> store.commit(Map.of())).hasMessage("putAll");
    assertThat(calls).doesNotContain("commit");
    assertThat(store.get(bytes("a"))).isNotNull();
    failing.clear();
    store.commit(Map.of());
    assertThat(keys(inner.all())).containsExactly("a");
  }

  @Test
  void failedClose_shouldCloseTheInnerStore_giveTheMemoryBack_andSayWhatWentWrongFirst() {
    put("a");
    failing.addAll(List.of("putAll", "close"));

    assertThatThrownBy(store::close)
        .hasMessage("putAll")
        .satisfies(
            e -> assertThat(e.getSuppressed()).extracting("message").containsExactly("close"));
    assertThat(calls).endsWith("putAll", "close");
    assertThat(bound.taken().get()).isZero();
  }

  @Test
  void innerStoreThatIsClosed_shouldNotBeWrittenTo() {
    put("a");
    inner.close();

    store.close();

    assertThat(calls).doesNotContain("putAll");
    assertThat(bound.taken().get()).isZero();
    assertThatThrownBy(() -> put("b")).isInstanceOf(InvalidStateStoreException.class);
  }

  /** As a task that is closed and revived does it. */
  @Test
  void nextBegin_shouldKnowNothing() {
    put("a");
    store.close();
    open(store);
    put(inner, "r");

    put("b");

    assertThat(keys(store.all())).containsExactly("b", "r");
  }

  @Test
  void supplier_shouldBeNamedAndMeasuredAsTheInnerOne() {
    var beneath = Stores.persistentKeyValueStore("beneath");

    var supplier = WriteBehindStore.over(beneath, new Bound(1));

    assertThat(supplier.name()).isEqualTo("beneath");
    assertThat(supplier.metricsScope()).isEqualTo(beneath.metricsScope());
    assertThat(supplier.get()).isInstanceOf(WriteBehindStore.class).isNotSameAs(supplier.get());
    assertThat(supplier.get().persistent()).isTrue();
  }
}
