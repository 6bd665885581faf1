package dev.recur.schemas.kafka;

import static dev.recur.schemas.kafka.WriteBehindCourse.bytes;
import static dev.recur.schemas.kafka.WriteBehindCourse.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.recur.schemas.kafka.WriteBehindStore.Bound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;

/** A write-behind store above a store in memory that tells what is called, and fails when told. */
abstract class WriteBehindFixture {

  static final long MEMORY_BYTES = 10_000;
  static final int TOMBSTONES_MAX = 10;

  final List<String> calls = new ArrayList<>();
  final Set<String> failing = new HashSet<>();
  final Bound bound = new Bound(MEMORY_BYTES, 1_000, TOMBSTONES_MAX, new AtomicLong());
  final KeyValueStore<Bytes, byte[]> inner =
      CalledStore.around(Stores.inMemoryKeyValueStore("inner").get(), this::called);
  final WriteBehindStore store = new WriteBehindStore(inner, bound);

  private void called(String method) {
    if (!method.equals("isOpen") && !method.equals("name")) {
      calls.add(method);
    }
    if (failing.contains(method)) {
      throw new IllegalStateException(method);
    }
  }

  @BeforeEach
  final void open() {
    open(store);
    calls.clear();
  }

  static void open(KeyValueStore<Bytes, byte[]> store) {
    store.init(TestStoreContext.in(Path.of("target", "none")), store);
  }

  static void put(KeyValueStore<Bytes, byte[]> store, String key) {
    store.put(bytes(key), key.getBytes(ISO_8859_1));
  }

  final void put(String key) {
    put(store, key);
  }

  static List<String> keys(KeyValueIterator<Bytes, byte[]> entries) {
    try (entries) {
      List<String> keys = new ArrayList<>();
      entries.forEachRemaining(entry -> keys.add(text(entry.key.get())));
      return keys;
    }
  }
}
