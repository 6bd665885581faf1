package dev.recur.billing.topology;

import dev.recur.billing.domain.ClockId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to be woken when: one entry per subscription. Finding what is due costs what is due,
 * however many subscriptions sleep.
 */
final class DueIndex {
  private static final byte[] PRESENT = {1};

  private final KeyValueStore<Bytes, byte[]> store;

  /**
   * Per clock, a time before which nothing is due. A scan starts there and not at the beginning,
   * where RocksDB would step over the tombstones of everything that was ever due. Not durable:
   * where it is missing, the scan starts at the beginning once.
   */
  private final Map<ClockId, Instant> emptyBefore = new HashMap<>();

  DueIndex(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  void put(DueKey key) {
    store.put(key.toBytes(), PRESENT);
    emptyBefore.computeIfPresent(
        key.clock(), (_, before) -> key.dueAt().isBefore(before) ? key.dueAt() : before);
  }

  void remove(DueKey key) {
    store.delete(key.toBytes());
  }

  /**
   * What is due on a clock, earliest first.
   *
   * @param through the clock's time; what falls due at it is included
   * @param countMax most items returned
   * @param passedOver subscriptions whose items stay where they are; when one of them is to be
   *     taken again, {@link #put} it
   */
  List<DueKey> due(ClockId clock, Instant through, int countMax, Predicate<String> passedOver) {
    Instant before = emptyBefore.get(clock);
    Bytes from = before == null ? Bytes.wrap(DueKey.prefix(clock)) : DueKey.from(clock, before);
    List<DueKey> due = new ArrayList<>();
    Bytes to = DueKey.through(clock, through);
    if (from.compareTo(to) < 0) {
      try (KeyValueIterator<Bytes, byte[]> range = store.range(from, to)) {
        while (due.size() < countMax && range.hasNext()) {
          DueKey key = DueKey.parse(range.next().key);
          if (!key.dueAt().isAfter(through) && !passedOver.test(key.subscriptionId())) {
            due.add(key);
          }
        }
      }
    }
    emptyBefore.put(clock, due.isEmpty() ? later(before, through) : due.getFirst().dueAt());
    return due;
  }

  private static Instant later(@Nullable Instant before, Instant through) {
    return before != null && before.isAfter(through) ? before : through;
  }
}
