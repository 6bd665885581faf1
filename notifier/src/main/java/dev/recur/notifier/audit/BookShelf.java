package dev.recur.notifier.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The books of one task's subscriptions. Those that were last written are at hand as well: a charge
 * comes as several records in a second, and its books need not be decoded for each of them.
 */
final class BookShelf implements AutoCloseable {

  private final KeyValueStore<Bytes, byte[]> store;
  private final ShelfRoom room;
  private final Map<String, AtHand> atHand = new LinkedHashMap<>(16, 0.75f, true);
  private int bytesAtHand;

  private record AtHand(Kept kept, int bytes) {}

  /** A shelf that takes its part of the room until it is closed. */
  BookShelf(KeyValueStore<Bytes, byte[]> store, ShelfRoom room) {
    this.store = store;
    this.room = room;
    room.enter();
  }

  /**
   * A subscription's books; {@link Kept#NOTHING} where nothing was heard of it.
   *
   * @throws RuntimeException when they cannot be read
   */
  Kept of(String subscriptionId) {
    AtHand known = atHand.get(subscriptionId);
    if (known != null) {
      return known.kept();
    }
    byte @Nullable [] stored = store.get(key(subscriptionId));
    return stored == null ? Kept.NOTHING : BooksCodec.decode(stored);
  }

  /** Puts books in the place of those that were. */
  void put(String subscriptionId, Kept kept) {
    byte[] bytes = BooksCodec.encode(kept);
    store.put(key(subscriptionId), bytes);
    AtHand before = atHand.put(subscriptionId, new AtHand(kept, bytes.length));
    bytesAtHand += bytes.length - (before == null ? 0 : before.bytes());
    Iterator<AtHand> eldest = atHand.values().iterator();
    while (bytesAtHand > room.bytesOfEach() && eldest.hasNext()) {
      bytesAtHand -= eldest.next().bytes();
      eldest.remove();
    }
  }

  /** What the books at hand take in the store. */
  int bytesAtHand() {
    return bytesAtHand;
  }

  private static Bytes key(String subscriptionId) {
    return Bytes.wrap(subscriptionId.getBytes(UTF_8));
  }

  @Override
  public void close() {
    room.leave();
  }
}
