package dev.recur.schemas.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A write-behind store's course, next to a map that says what the store must have. Keys and values
 * are text of one byte per character.
 */
final class WriteBehindCourse {

  private static final int OPEN_MAX = 4;

  private final StateStoreContext context;
  private final KeyValueStore<Bytes, byte[]> inner;
  private final WriteBehindStore.Bound bound;
  private final WriteBehindStore store;
  private final NavigableMap<String, String> model = new TreeMap<>();
  private final List<WalkedEntries> open = new ArrayList<>();

  /** What happens to the store. */
  sealed interface Step {

    /** A value null is a delete by a put. */
    record Put(String key, @Nullable String value) implements Step {}

    record PutIfAbsent(String key, String value) implements Step {}

    record PutAll(List<Put> puts) implements Step {}

    record Delete(String key) implements Step {}

    record Get(String key) implements Step {}

    /** Bounds may be null, and the wrong way round. */
    record Range(@Nullable String from, @Nullable String to, boolean reverse) implements Step {}

    record All(boolean reverse) implements Step {}

    record PrefixScan(String prefix) implements Step {}

    /** Of the iterator that has been open for longest. */
    record Next(int entries) implements Step {}

    record Close() implements Step {}

    record Flush() implements Step {}

    record Commit() implements Step {}

    /** The task becomes a standby, of which this is restored, and is active again. */
    record Restored(Put put) implements Step {}

    record Reopen() implements Step {}
  }

  WriteBehindCourse(
      KeyValueStore<Bytes, byte[]> inner, WriteBehindStore.Bound bound, StateStoreContext context) {
    this.inner = inner;
    this.bound = bound;
    this.context = context;
    this.store = new WriteBehindStore(inner, bound);
    store.init(context, store);
  }

  /** Something was in the changelog: it is restored after the store's begin, past the store. */
  void restore(List<Step.Put> puts) {
    puts.forEach(this::restore);
  }

  private void restore(Step.Put put) {
    inner.put(bytes(put.key()), value(put.value()));
    keep(put.key(), put.value());
  }

  private void keep(String key, @Nullable String value) {
    if (value == null) {
      model.remove(key);
    } else {
      model.put(key, value);
    }
    open.forEach(entries -> entries.written(key));
  }

  void go(Step step) {
    switch (step) {
      case Step.Put(String key, String value) -> {
        store.put(bytes(key), value(value));
        keep(key, value);
      }
      case Step.PutIfAbsent(String key, String value) -> {
        assertThat(text(store.putIfAbsent(bytes(key), value(value)))).isEqualTo(model.get(key));
        keep(key, model.getOrDefault(key, value));
      }
      case Step.PutAll(List<Step.Put> puts) -> {
        store.putAll(
            puts.stream().map(put -> KeyValue.pair(bytes(put.key()), value(put.value()))).toList());
        puts.forEach(put -> keep(put.key(), put.value()));
      }
      case Step.Delete(String key) -> {
        assertThat(text(store.delete(bytes(key)))).isEqualTo(model.get(key));
        keep(key, null);
      }
      case Step.Get(String key) ->
          assertThat(text(store.get(bytes(key)))).isEqualTo(model.get(key));
      case Step.Range(String from, String to, boolean reverse) ->
          open(
              reverse
                  ? store.reverseRange(bytesOrNull(from), bytesOrNull(to))
                  : store.range(bytesOrNull(from), bytesOrNull(to)),
              between(from, to),
              reverse);
      case Step.All(boolean reverse) ->
          open(reverse ? store.reverseAll() : store.all(), model, reverse);
      case Step.PrefixScan(String prefix) ->
          open(
              store.prefixScan(bytes(prefix), new BytesSerializer()),
              model.subMap(prefix, true, prefix + Character.MAX_VALUE, true),
              false);
      case Step.Next(int entries) -> {
        if (!open.isEmpty()) {
          open.getFirst().walk(entries);
        }
      }
      case Step.Close() -> {
        if (!open.isEmpty()) {
          open.removeFirst().finish();
        }
      }
      case Step.Flush() -> flush();
      case Step.Commit() -> commit();
      case Step.Restored(Step.Put put) -> {
        commit();
        restore(put);
      }
      case Step.Reopen() -> reopen();
    }
    assertThat(bound.taken().get()).isNotNegative();
  }

  private NavigableMap<String, String> between(@Nullable String from, @Nullable String to) {
    if (from != null && to != null && from.compareTo(to) > 0) {
      return new TreeMap<>();
    }
    NavigableMap<String, String> tail = from == null ? model : model.tailMap(from, true);
    return to == null ? tail : tail.headMap(to, true);
  }

  private void open(
      KeyValueIterator<Bytes, byte[]> entries, NavigableMap<String, String> is, boolean reverse) {
    open.add(new WalkedEntries(entries, reverse ? is.descendingMap() : is));
    if (open.size() > OPEN_MAX) {
      open.removeFirst().finish();
    }
  }

  @SuppressWarnings("deprecation") // For who still calls it.
  private void flush() {
    store.flush();
    assertThat(read(inner.all())).isEqualTo(model);
  }

  private void commit() {
    store.commit(Map.of());
    assertThat(read(inner.all())).isEqualTo(model);
  }

  private void reopen() {
    store.close();
    store.close();
    assertThat(bound.taken().get()).isZero();
    store.init(context, store);
    if (!store.persistent()) {
      model.forEach((key, value) -> inner.put(bytes(key), value(value)));
    }
    open.forEach(WalkedEntries::close);
    open.clear();
  }

  /** The store has what it must have, and gives back the memory. */
  void end() {
    open.forEach(WalkedEntries::finish);
    assertThat(read(store.all())).isEqualTo(model);
    assertThat(read(store.reverseAll())).isEqualTo(model);
    store.close();
    assertThat(bound.taken().get()).isZero();
  }

  private static NavigableMap<String, String> read(KeyValueIterator<Bytes, byte[]> entries) {
    try (entries) {
      NavigableMap<String, String> read = new TreeMap<>();
      entries.forEachRemaining(
          entry -> assertThat(read.put(text(entry.key.get()), text(entry.value))).isNull());
      return read;
    }
  }

  static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(ISO_8859_1));
  }

  @SuppressWarnings("NullAway") // Stores take it.
  private static Bytes bytesOrNull(@Nullable String text) {
    return text == null ? null : bytes(text);
  }

  @SuppressWarnings("NullAway") // Stores take it.
  private static byte[] value(@Nullable String text) {
    return text == null ? null : text.getBytes(ISO_8859_1);
  }

  @SuppressWarnings("NullAway") // Stores give it.
  static String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, ISO_8859_1);
  }
}
