package dev.recur.billing.topology;

import dev.recur.billing.domain.ClockId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Who wants to be woken when: one entry per subscription. Finding what is due costs what is due,
 * however many subscriptions sleep, and however many slept.
 *
 * <p>The beginning of each clock's part is kept at hand. RocksDB steps over the tombstones of all
 * that lay between two entries: what was asked of the channel and is answered leaves one at the
 * moment when its answer would have been late, and after a large billing run hundreds of thousands
 * of them lie ahead. A search that begins before them would step over all of them each time; so the
 * store is read only where what is at hand has come to its end.
 */
final class DueIndex {
  private static final byte[] PRESENT = {1};

  /** Entries of one clock that are read at once. */
  static final int READ_AT_ONCE = 256;

  /** Most entries of one clock at hand: those that come in between stay. */
  static final int AT_HAND_MAX = 2 * READ_AT_ONCE;

  /** Clocks of which something is at hand. */
  private static final int CLOCKS_MAX = 64;

  private final KeyValueStore<Bytes, byte[]> store;

  /** Not durable: of a clock that is missing, the store is read from its beginning. */
  private final Map<ClockId, Front> fronts =
      new LinkedHashMap<>(CLOCKS_MAX, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ClockId, Front> eldest) {
          return size() > CLOCKS_MAX;
        }
      };

  DueIndex(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  void put(DueKey key) {
    Bytes bytes = key.toBytes();
    store.put(bytes, PRESENT);
    Front front = fronts.get(key.clock());
    if (front != null) {
      front.put(bytes);
    }
  }

  void remove(DueKey key) {
    Bytes bytes = key.toBytes();
    store.delete(bytes);
    Front front = fronts.get(key.clock());
    if (front != null) {
      front.atHand.remove(bytes);
    }
  }

  /**
   * What is due on a clock, earliest first. It stays until it is removed.
   *
   * @param through the clock's time; what falls due at it is included
   * @param countMax most items returned
   * @param passedOver subscriptions whose items stay where they are; when one of them is to be
   *     taken again, {@link #put} it
   */
  List<DueKey> due(ClockId clock, Instant through, int countMax, Predicate<String> passedOver) {
    Front front = fronts.computeIfAbsent(clock, Front::new);
    Bytes to = DueKey.through(clock, through);
    List<DueKey> due = new ArrayList<>();
    take(front.atHand.headSet(to), countMax, passedOver, due);
    while (due.size() < countMax && front.unread.compareTo(to) < 0) {
      Bytes from = front.unread;
      front.read(store);
      take(front.atHand.subSet(from, to), countMax, passedOver, due);
    }
    return due;
  }

  private static void take(
      SortedSet<Bytes> keys, int countMax, Predicate<String> passedOver, List<DueKey> due) {
    for (Iterator<Bytes> each = keys.iterator(); due.size() < countMax && each.hasNext(); ) {
      DueKey key = DueKey.parse(each.next());
      if (passedOver.test(key.subscriptionId())) {
        each.remove();
      } else {
        due.add(key);
      }
    }
  }

  /** The beginning of one clock's part. */
  private static final class Front {
    /** All that lies before {@link #unread}, but for what was passed over. */
    private final NavigableSet<Bytes> atHand = new TreeSet<>();

    /** Beyond all of the clock's. */
    private final Bytes end;

    /** From here on nobody knows what lies in the store. */
    private Bytes unread;

    Front(ClockId clock) {
      unread = Bytes.wrap(DueKey.prefix(clock));
      end = DueKey.end(clock);
    }

    void put(Bytes key) {
      if (key.compareTo(unread) >= 0) {
        return;
      }
      atHand.add(key);
      if (atHand.size() > AT_HAND_MAX) {
        while (atHand.size() > READ_AT_ONCE) {
          unread = atHand.removeLast();
        }
      }
    }

    void read(KeyValueStore<Bytes, byte[]> store) {
      try (KeyValueIterator<Bytes, byte[]> entries = store.range(unread, end)) {
        Bytes last = unread;
        for (int count = 0; count < READ_AT_ONCE && entries.hasNext(); count++) {
          last = entries.next().key;
          atHand.add(last);
        }
        unread = entries.hasNext() ? after(last) : end;
      }
    }

    /** The next one that there could be. */
    private static Bytes after(Bytes key) {
      return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length + 1));
    }
  }
}
