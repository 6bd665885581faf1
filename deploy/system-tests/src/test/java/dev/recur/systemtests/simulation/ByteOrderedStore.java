package dev.recur.systemtests.simulation;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that does as RocksDB does: ordered by the keys' unsigned bytes, and an iterator
 * sees what was there when it was opened. Kafka's own store in memory forgets the value of a key
 * that is deleted under an open iterator.
 */
final class ByteOrderedStore implements KeyValueStore<Bytes, byte[]> {

  private final String name;
  private final TreeMap<Bytes, byte[]> entries = new TreeMap<>();
  private boolean isOpen;

  /** An empty store. */
  ByteOrderedStore(String name) {
    this.name = name;
  }

  /** Holds this, and nothing of what it held. */
  void refill(Map<Bytes, byte[]> restored) {
    entries.clear();
    entries.putAll(restored);
  }

  /** What it holds, as it is from now on. */
  NavigableMap<Bytes, byte[]> entries() {
    return Collections.unmodifiableNavigableMap(entries);
  }

  /** Whether it holds this, and nothing else. */
  boolean holds(Map<Bytes, byte[]> expected) {
    return entries.size() == expected.size()
        && entries.entrySet().stream()
            .allMatch(entry -> Arrays.equals(entry.getValue(), expected.get(entry.getKey())));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    context.register(root, (_, _) -> {});
    isOpen = true;
  }

  @Override
  public void close() {
    isOpen = false;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return isOpen;
  }

  @Override
  public Position getPosition() {
    return Position.emptyPosition();
  }

  @Override
  public byte @Nullable [] get(Bytes key) {
    return entries.get(key);
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's interface takes null for a deletion.
  public void put(Bytes key, byte @Nullable [] value) {
    if (value == null) {
      entries.remove(key);
    } else {
      entries.put(key, value);
    }
  }

  @Override
  public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
    return entries.putIfAbsent(key, value);
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> all) {
    all.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte @Nullable [] delete(Bytes key) {
    return entries.remove(key);
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's interface takes null for an open end.
  public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
    if (from != null && to != null && from.compareTo(to) > 0) {
      return new Snapshot(new TreeMap<>());
    }
    NavigableMap<Bytes, byte[]> part = entries;
    part = from == null ? part : part.tailMap(from, true);
    return new Snapshot(to == null ? part : part.headMap(to, true));
  }

  @Override
  public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
      P prefix, S serializer) {
    Bytes from = Bytes.wrap(serializer.serialize("", prefix));
    NavigableMap<Bytes, byte[]> part = entries.tailMap(from, true);
    @Nullable Bytes beyond = beyond(from);
    return new Snapshot(beyond == null ? part : part.headMap(beyond, false));
  }

  /** The first key that does not begin with a prefix; null when every later one does. */
  private static @Nullable Bytes beyond(Bytes prefix) {
    byte[] next = prefix.get().clone();
    for (int at = next.length - 1; at >= 0; at--) {
      if (++next[at] != 0) {
        return Bytes.wrap(Arrays.copyOf(next, at + 1));
      }
    }
    return null;
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return new Snapshot(entries);
  }

  @Override
  public long approximateNumEntries() {
    return entries.size();
  }

  private static final class Snapshot implements KeyValueIterator<Bytes, byte[]> {
    private final Iterator<Map.Entry<Bytes, byte[]>> entries;
    private Map.@Nullable Entry<Bytes, byte[]> next;

    Snapshot(Map<Bytes, byte[]> part) {
      entries = new TreeMap<>(part).entrySet().iterator();
      step();
    }

    private void step() {
      next = entries.hasNext() ? entries.next() : null;
    }

    private Map.Entry<Bytes, byte[]> required() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      return next;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Bytes peekNextKey() {
      return required().getKey();
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
      Map.Entry<Bytes, byte[]> entry = required();
      step();
      return KeyValue.pair(entry.getKey(), entry.getValue());
    }

    @Override
    public void close() {
      next = null;
    }
  }
}
