package dev.recur.billing.topology;

import dev.recur.billing.domain.ClockId;
import dev.recur.schemas.kafka.Recent;
import dev.recur.schemas.kafka.StoreFront;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to be woken when: one entry per subscription. Finding what is due costs what is due,
 * however many subscriptions sleep, and however many slept: what was asked of the channel and is
 * answered leaves a tombstone at the moment when its answer would have been late, so the beginning
 * of each clock's part is {@linkplain StoreFront at hand}.
 *
 * <p>A key that cannot be read stays where it is and is passed over.
 */
final class DueIndex {
  private static final Logger LOG = LoggerFactory.getLogger(DueIndex.class);

  private static final byte[] PRESENT = {1};

  /** Entries of the live clock that are read at once; twice as many may be at hand. */
  static final int READ_AT_ONCE = 256;

  /** The same of a test clock: they are many, and few subscriptions are on each. */
  private static final int READ_OF_TEST_CLOCK = 16;

  /** Test clocks of which something is at hand. */
  static final int TEST_CLOCKS_MAX = 1_024;

  private final KeyValueStore<Bytes, byte[]> store;
  private final StoreFront live;

  /** Of a clock that is missing here, the store is read from its beginning. */
  private final Recent<ClockId, StoreFront> testClocks = new Recent<>(TEST_CLOCKS_MAX);

  DueIndex(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
    this.live = front(ClockId.LIVE, READ_AT_ONCE);
  }

  private StoreFront front(ClockId clock, int readAtOnce) {
    return new StoreFront(
        store, Bytes.wrap(DueKey.prefix(clock)), DueKey.end(clock), readAtOnce, 2 * readAtOnce);
  }

  void put(DueKey key) {
    Bytes bytes = key.toBytes();
    store.put(bytes, PRESENT);
    StoreFront front = known(key.clock());
    if (front != null) {
      front.put(bytes, PRESENT);
    }
  }

  void remove(DueKey key) {
    Bytes bytes = key.toBytes();
    // The store's own delete reads first what it is to give back.
    store.put(bytes, null);
    StoreFront front = known(key.clock());
    if (front != null) {
      front.forget(bytes);
    }
  }

  private @Nullable StoreFront known(ClockId clock) {
    return clock.equals(ClockId.LIVE) ? live : testClocks.get(clock).orElse(null);
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
    StoreFront front =
        clock.equals(ClockId.LIVE)
            ? live
            : testClocks.get(clock, it -> front(it, READ_OF_TEST_CLOCK));
    Bytes to = DueKey.through(clock, through);
    List<DueKey> due = new ArrayList<>();
    take(front.atHand(to).keySet(), countMax, passedOver, due);
    while (due.size() < countMax && front.isUnreadBefore(to)) {
      Bytes from = front.unread();
      front.readOn();
      take(front.atHand(from, to).keySet(), countMax, passedOver, due);
    }
    return due;
  }

  private static void take(
      Set<Bytes> keys, int countMax, Predicate<String> passedOver, List<DueKey> due) {
    for (Iterator<Bytes> each = keys.iterator(); due.size() < countMax && each.hasNext(); ) {
      Optional<DueKey> key = read(each.next());
      if (key.isEmpty() || passedOver.test(key.get().subscriptionId())) {
        each.remove();
      } else {
        due.add(key.get());
      }
    }
  }

  private static Optional<DueKey> read(Bytes key) {
    try {
      return Optional.of(DueKey.parse(key));
    } catch (IllegalArgumentException e) {
      LOG.atError()
          .setCause(e)
          .log(
              "An entry of the due index cannot be read: it is passed over, all others go on;"
                  + " whoever it was to wake is in the audit once it is overdue");
      return Optional.empty();
    }
  }
}
