package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.StoreKeys.Held;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What is held, oldest first per lane and round, in its local store; the keys say it all. */
final class HeldIndex {

  private static final byte[] NOTHING = new byte[0];

  private final KeyValueStore<Bytes, byte[]> store;

  HeldIndex(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  void add(Held held) {
    store.put(StoreKeys.held(held), NOTHING);
  }

  void remove(Held held) {
    // Its own delete reads first what it is to give back.
    store.put(StoreKeys.held(held), null);
  }

  /** What a lane holds since a round before this one, oldest first within each round. Close it. */
  Entries<Held> before(String lane, long round) {
    return between(StoreKeys.heldFrom(lane, 0), StoreKeys.heldFrom(lane, round));
  }

  /** What is held in this lane and round, oldest first. Close it. */
  Entries<Held> in(String lane, long round) {
    return between(StoreKeys.heldFrom(lane, round), StoreKeys.heldFrom(lane, round + 1));
  }

  private Entries<Held> between(Bytes from, Bytes to) {
    return new Entries<>(store.range(from, to), StoreKeys::held);
  }

  /** The oldest that is held in this lane and round. */
  Optional<Held> oldest(String lane, long round) {
    return oldest(lane, round, StoreKeys.heldFrom(lane, round));
  }

  /** The next one that is held after this one in its lane and round. */
  Optional<Held> after(Held last) {
    DeliveryKey key = last.delivery();
    Held next = new Held(last.round(), last.createdAtMs(), key.with(key.sequence() + 1));
    return oldest(key.lane(), last.round(), StoreKeys.held(next));
  }

  private Optional<Held> oldest(String lane, long round, Bytes from) {
    return Entries.first(store, from, StoreKeys.heldFrom(lane, round + 1), StoreKeys::held);
  }

  /**
   * The oldest that is held in the next round of the next lane that holds anything. Costs one look,
   * however much is held.
   *
   * @param after what was found before; empty: begin with the first lane
   */
  Optional<Held> nextOldest(Optional<Held> after) {
    @Nullable Bytes from =
        after
            .map(held -> StoreKeys.heldFrom(held.delivery().lane(), held.round() + 1))
            .orElse(null);
    return Entries.first(store, from, null, StoreKeys::held);
  }

  /** How many deliveries are held, about. */
  long sizeAbout() {
    return store.approximateNumEntries();
  }
}
