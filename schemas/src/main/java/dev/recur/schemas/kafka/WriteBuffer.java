package dev.recur.schemas.kafka;

import dev.recur.schemas.kafka.WriteBehindStore.Bound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * What was written and lies in memory alone, by its keys: values, and tombstones of what was
 * deleted. It counts the bytes that it takes under the process's bound.
 */
final class WriteBuffer {

  /** The objects around a key and its value. */
  private static final int ENTRY_BYTES_ABOUT = 120;

  private static final byte LAST_BYTE = (byte) 0xFF;

  private final Bound bound;
  private NavigableMap<Bytes, Written> entries = new TreeMap<>();

  /** Keys that were given a tombstone. Some may have a value again, or be here twice. */
  private final List<Bytes> deleted = new ArrayList<>();

  private long bytes;
  private int tombstones;

  /** Nothing yet. */
  WriteBuffer(Bound bound) {
    this.bound = bound;
  }

  /** What was written last of a key: a value, or a tombstone. */
  static final class Written {

    private final byte @Nullable [] value;

    private Written(byte @Nullable [] value) {
      this.value = value;
    }

    /** The value; null: it was deleted. */
    byte @Nullable [] value() {
      return value;
    }
  }

  /** What was written of a key; null when nothing of it lies here. */
  @Nullable Written get(Bytes key) {
    return entries.get(key);
  }

  /**
   * Keeps what was written last of a key.
   *
   * @param value null: a tombstone
   */
  void put(Bytes key, byte @Nullable [] value) {
    Written written = new Written(value);
    count(key, written, 1);
    count(key, entries.put(key, written), -1);
    if (value == null) {
      deleted.add(key);
    }
  }

  /** Nothing of a key lies here any more. */
  void remove(Bytes key) {
    count(key, entries.remove(key), -1);
  }

  /** Nothing lies here any more. Whoever walks through what lay here goes on with that. */
  void clear() {
    entries = new TreeMap<>();
    deleted.clear();
    tombstones = 0;
    take(-bytes);
  }

  /** No tombstone lies here any more. Nobody may be walking through what lies here. */
  void clearTombstones() {
    for (Bytes key : deleted) {
      if (hasTombstone(key)) {
        remove(key);
      }
    }
    deleted.clear();
  }

  private boolean hasTombstone(Bytes key) {
    Written written = entries.get(key);
    return written != null && written.value() == null;
  }

  private void count(Bytes key, @Nullable Written written, int sign) {
    if (written == null) {
      return;
    }
    byte[] value = written.value();
    if (value == null) {
      tombstones += sign;
    }
    int valueBytes = value == null ? 0 : value.length;
    take(sign * ((long) key.get().length + valueBytes + ENTRY_BYTES_ABOUT));
  }

  private void take(long more) {
    bytes += more;
    bound.taken().addAndGet(more);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** How many keys have a value here. */
  int values() {
    return entries.size() - tombstones;
  }

  /** How many keys have a tombstone here. */
  int tombstones() {
    return tombstones;
  }

  /** How many deletes left a tombstone here. */
  int deletes() {
    return deleted.size();
  }

  /** How many bytes it takes, about. */
  long bytes() {
    return bytes;
  }

  /** Everything, for a store to take over. */
  @SuppressWarnings("NullAway") // To a store, null is a delete.
  List<KeyValue<Bytes, byte[]>> all() {
    return entries.entrySet().stream()
        .map(entry -> new KeyValue<>(entry.getKey(), entry.getValue().value()))
        .toList();
  }

  /** The tombstones alone, for a store to take over. */
  @SuppressWarnings("NullAway") // To a store, null is a delete.
  List<KeyValue<Bytes, byte[]>> allTombstones() {
    return deleted.stream()
        .filter(this::hasTombstone)
        .map(key -> new KeyValue<Bytes, byte[]>(key, null))
        .toList();
  }

  /**
   * A part: a view, which shows what is written later as well.
   *
   * @param from its first key; null: from the begin
   * @param to its last key; null: to the end
   */
  NavigableMap<Bytes, Written> between(@Nullable Bytes from, @Nullable Bytes to) {
    if (from == null) {
      return to == null ? entries : entries.headMap(to, true);
    }
    if (to == null) {
      return entries.tailMap(from, true);
    }
    return from.compareTo(to) > 0
        ? entries.subMap(from, true, from, false)
        : entries.subMap(from, true, to, true);
  }

  /** The part whose keys begin like this: a view, as well. */
  NavigableMap<Bytes, Written> beginningWith(Bytes prefix) {
    Bytes end = behind(prefix.get());
    return end == null ? entries.tailMap(prefix, true) : entries.subMap(prefix, true, end, false);
  }

  /** The first key behind all that begin like this; null: there is none. */
  private static @Nullable Bytes behind(byte[] prefix) {
    int length = prefix.length;
    while (length > 0 && prefix[length - 1] == LAST_BYTE) {
      length--;
    }
    if (length == 0) {
      return null;
    }
    byte[] end = Arrays.copyOf(prefix, length);
    end[length - 1]++;
    return Bytes.wrap(end);
  }
}
