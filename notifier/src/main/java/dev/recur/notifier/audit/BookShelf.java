package dev.recur.notifier.audit;

import dev.recur.notifier.audit.rules.Books;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The books of one task's subscriptions. Those that were last written are at hand as well: a charge
 * comes as several records in a second, and its books need not be decoded for each of them.
 */
final class BookShelf {

  /** Most books at hand, of a few KiB each. */
  static final int AT_HAND_MAX = 200;

  private final KeyValueStore<String, byte[]> store;
  private final Map<String, Books> atHand = new LinkedHashMap<>(16, 0.75f, true);

  BookShelf(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /** A subscription's books; {@link Books#NONE} where nothing was heard of it. */
  Books of(String subscriptionId) {
    Books known = atHand.get(subscriptionId);
    if (known != null) {
      return known;
    }
    byte @Nullable [] stored = store.get(subscriptionId);
    return stored == null ? Books.NONE : BooksCodec.decode(stored);
  }

  /** Puts books in the place of those that were. */
  void put(String subscriptionId, Books books) {
    store.put(subscriptionId, BooksCodec.encode(books));
    atHand.put(subscriptionId, books);
    if (atHand.size() > AT_HAND_MAX) {
      atHand.remove(atHand.keySet().iterator().next());
    }
  }
}
