package dev.recur.notifier.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.audit.rules.Watch;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is watched, ordered by kind, clock and time: to find what is late costs what is late, and
 * not what there is.
 */
final class WatchIndex {

  /** Most entries of one kind and clock that are counted: more is as bad. */
  static final int COUNTED_MAX = 10_000;

  private static final byte END_OF_CLOCK = 0;

  private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private final KeyValueStore<Bytes, byte[]> store;

  /**
   * Of what is on the live clock or in real time, a time before which nothing is watched. A look
   * starts there and not at the beginning, where RocksDB would step over the tombstones of
   * everything that was ever watched. Not durable: where it is missing, the look starts at the
   * beginning once. A test clock is looked at only while something is late on it.
   */
  private final Map<Watch.Kind, Instant> emptyBefore = new EnumMap<>(Watch.Kind.class);

  WatchIndex(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /**
   * What is late of one kind on one clock.
   *
   * @param count how many, {@link #COUNTED_MAX} at most
   * @param first the oldest, at most as many as were asked for
   */
  record Late(int count, List<Watch> first) {
    static final Late NOTHING = new Late(0, List.of());

    Late {
      first = List.copyOf(first);
    }

    Optional<Instant> oldest() {
      return first.stream().findFirst().map(Watch::since);
    }
  }

  /** Puts what is watched now in the place of what was. */
  void replace(Set<Watch> before, Set<Watch> after) {
    Set<Watch> gone = new HashSet<>(before);
    gone.removeAll(after);
    gone.forEach(watch -> store.delete(key(watch)));
    Set<Watch> come = new HashSet<>(after);
    come.removeAll(before);
    come.forEach(this::put);
  }

  private void put(Watch watch) {
    store.put(key(watch), watch.what().getBytes(UTF_8));
    if (watch.clock().isEmpty()) {
      emptyBefore.computeIfPresent(
          watch.kind(), (_, before) -> before.isBefore(watch.since()) ? before : watch.since());
    }
  }

  /**
   * What is as old as a time, or older.
   *
   * @param firstMax how many of them are named
   */
  Late late(Watch.Kind kind, Optional<String> clock, Instant until, int firstMax) {
    Instant since = clock.isEmpty() ? emptyBefore.getOrDefault(kind, Instant.MIN) : Instant.MIN;
    if (since.isAfter(until)) {
      return Late.NOTHING;
    }
    Bytes from = Bytes.wrap(head(kind, clock, since));
    Bytes to = Bytes.wrap(head(kind, clock, until.plusMillis(1)));
    int count = 0;
    Instant earliest = until;
    List<Watch> first = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(from, to)) {
      while (entries.hasNext() && count < COUNTED_MAX) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        if (count++ == 0) {
          earliest = time(clock, entry.key.get());
        }
        if (first.size() < firstMax) {
          first.add(watch(kind, clock, entry.key.get(), entry.value));
        }
      }
    }
    if (clock.isEmpty()) {
      emptyBefore.put(kind, earliest);
    }
    return count == 0 ? Late.NOTHING : new Late(count, first);
  }

  private static Bytes key(Watch watch) {
    byte[] head = head(watch.kind(), watch.clock(), watch.since());
    byte[] id = watch.id().getBytes(UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(head.length + id.length).put(head).put(id).array());
  }

  /** The beginning of a key: kind, clock, and the time so that earlier ones sort first. */
  private static byte[] head(Watch.Kind kind, Optional<String> clock, Instant time) {
    byte[] on = clock.orElse("").getBytes(UTF_8);
    return ByteBuffer.allocate(Byte.BYTES + on.length + Byte.BYTES + Long.BYTES)
        .put(letter(kind))
        .put(on)
        .put(END_OF_CLOCK)
        .putLong(sortable(time))
        .array();
  }

  /** What a kind's keys begin with, for ever. */
  private static byte letter(Watch.Kind kind) {
    return switch (kind) {
      case EXPECTED -> 'E';
      case IN_FLIGHT -> 'F';
      case UNMATCHED -> 'U';
    };
  }

  /** What lies beyond the milliseconds that a number holds sorts as the last of them. */
  private static long sortable(Instant time) {
    long ms =
        time.isBefore(EARLIEST)
            ? Long.MIN_VALUE
            : time.isAfter(LATEST) ? Long.MAX_VALUE : time.toEpochMilli();
    return ms ^ Long.MIN_VALUE;
  }

  /** The key's time, in whole milliseconds. */
  private static Instant time(Optional<String> clock, byte[] key) {
    return Instant.ofEpochMilli(afterClock(clock, key).getLong() ^ Long.MIN_VALUE);
  }

  private static Watch watch(Watch.Kind kind, Optional<String> clock, byte[] key, byte[] value) {
    ByteBuffer buffer = afterClock(clock, key);
    Instant since = Instant.ofEpochMilli(buffer.getLong() ^ Long.MIN_VALUE);
    byte[] id = new byte[buffer.remaining()];
    buffer.get(id);
    return new Watch(kind, clock, since, new String(id, UTF_8), new String(value, UTF_8));
  }

  private static ByteBuffer afterClock(Optional<String> clock, byte[] key) {
    ByteBuffer buffer = ByteBuffer.wrap(key);
    return buffer.position(Byte.BYTES + clock.orElse("").getBytes(UTF_8).length + Byte.BYTES);
  }
}
