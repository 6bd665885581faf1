package dev.recur.notifier.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.audit.rules.Watch;
import dev.recur.schemas.kafka.StoreFront;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is watched, ordered by kind, clock and time: to find what is late costs what is late, and
 * not what there is, or was.
 */
final class WatchIndex {

  /** Most entries of one kind and clock that are counted: more is as bad. */
  static final int COUNTED_MAX = 10_000;

  private static final int READ_AT_ONCE = 1_000;
  private static final int AT_HAND_MAX = 2 * COUNTED_MAX;

  private static final byte END_OF_CLOCK = 0;

  private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private final KeyValueStore<Bytes, byte[]> store;

  /** What comes first of each kind on the live clock, or in real time, which never stops. */
  private final Map<Watch.Kind, StoreFront> fronts = new EnumMap<>(Watch.Kind.class);

  WatchIndex(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
    for (Watch.Kind kind : Watch.Kind.values()) {
      byte[] end = {letter(kind), END_OF_CLOCK + 1};
      fronts.put(kind, newFront(kind, Optional.empty(), Bytes.wrap(end)));
    }
  }

  private StoreFront newFront(Watch.Kind kind, Optional<String> clock, Bytes end) {
    return new StoreFront(
        store, Bytes.wrap(head(kind, clock, Instant.MIN)), end, READ_AT_ONCE, AT_HAND_MAX);
  }

  /**
   * What is late of one kind on one clock.
   *
   * @param count how many, {@link #COUNTED_MAX} at most
   * @param first the oldest, at most as many as were asked for
   */
  record Late(int count, List<Watch> first) {
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
    gone.forEach(this::remove);
    Set<Watch> come = new HashSet<>(after);
    come.removeAll(before);
    come.forEach(this::put);
  }

  private void remove(Watch watch) {
    Bytes key = key(watch);
    store.delete(key);
    front(watch.kind(), watch.clock()).ifPresent(front -> front.forget(key));
  }

  private void put(Watch watch) {
    Bytes key = key(watch);
    byte[] what = watch.what().getBytes(UTF_8);
    store.put(key, what);
    front(watch.kind(), watch.clock()).ifPresent(front -> front.put(key, what));
  }

  private Optional<StoreFront> front(Watch.Kind kind, Optional<String> clock) {
    return clock.isEmpty() ? Optional.ofNullable(fronts.get(kind)) : Optional.empty();
  }

  /**
   * What is as old as a time, or older.
   *
   * @param firstMax how many of them are named
   */
  Late late(Watch.Kind kind, Optional<String> clock, Instant until, int firstMax) {
    Bytes to = Bytes.wrap(head(kind, clock, until.plusMillis(1)));
    StoreFront front = front(kind, clock).orElseGet(() -> newFront(kind, clock, to));
    while (front.isUnreadBefore(to) && front.atHand(to).size() < COUNTED_MAX) {
      front.readOn();
    }
    var late = front.atHand(to).entrySet().stream().limit(COUNTED_MAX).toList();
    return new Late(
        late.size(),
        late.stream()
            .limit(firstMax)
            .map(entry -> watch(kind, clock, entry.getKey().get(), entry.getValue()))
            .toList());
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

  private static Watch watch(Watch.Kind kind, Optional<String> clock, byte[] key, byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(key);
    buffer.position(Byte.BYTES + clock.orElse("").getBytes(UTF_8).length + Byte.BYTES);
    Instant since = Instant.ofEpochMilli(buffer.getLong() ^ Long.MIN_VALUE);
    byte[] id = new byte[buffer.remaining()];
    buffer.get(id);
    return new Watch(kind, clock, since, new String(id, UTF_8), new String(value, UTF_8));
  }
}
