package dev.recur.schemas.kafka;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The beginning of one part of a store whose keys are ordered by time, at hand, for whoever asks
 * again and again what has come.
 *
 * <p>RocksDB steps over the tombstones of all that lay between two entries, also of those beyond
 * the range that was asked for. What was to come and is settled before leaves one ahead: after a
 * large billing run there are hundreds of thousands. A search that begins before them steps over
 * all of them each time; so the store is read only where what is at hand has come to its end.
 *
 * <p>Whoever writes the store tells it. It is not durable: a new one reads from the part's begin.
 * Used by one thread.
 */
public final class StoreFront {

  private final KeyValueStore<Bytes, byte[]> store;
  private final Bytes end;
  private final int readAtOnce;
  private final int atHandMax;

  /** All that lies before {@link #unread}, but for what was {@linkplain #forget forgotten}. */
  private final NavigableMap<Bytes, byte[]> atHand = new TreeMap<>();

  /** From here on nobody knows what lies in the store. */
  private Bytes unread;

  /**
   * A front that has read nothing yet.
   *
   * @param from where the part begins
   * @param end beyond all of the part; nothing lies at it
   * @param readAtOnce entries that are read at once
   * @param atHandMax where one more is put, those beyond the first {@code readAtOnce} go
   */
  public StoreFront(
      KeyValueStore<Bytes, byte[]> store, Bytes from, Bytes end, int readAtOnce, int atHandMax) {
    this.store = store;
    this.unread = from;
    this.end = end;
    this.readAtOnce = readAtOnce;
    this.atHandMax = atHandMax;
  }

  /** The store has this from now on, in this part. */
  public void put(Bytes key, byte[] value) {
    if (key.compareTo(unread) >= 0) {
      return;
    }
    atHand.put(key, value);
    if (atHand.size() > atHandMax) {
      while (atHand.size() > readAtOnce) {
        unread = atHand.pollLastEntry().getKey();
      }
    }
  }

  /** The store does not have this any more; or nobody wants to see it before it is put again. */
  public void forget(Bytes key) {
    atHand.remove(key);
  }

  /** Where the store is to be read from, if anything beyond what is at hand is asked for. */
  public Bytes unread() {
    return unread;
  }

  /** True when there may be more before a key than is at hand. */
  public boolean isUnreadBefore(Bytes to) {
    return unread.compareTo(to) < 0 && unread.compareTo(end) < 0;
  }

  /** Reads the next entries, whenever they are to come. */
  public void readOn() {
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(unread, end)) {
      Bytes last = unread;
      for (int count = 0; count < readAtOnce && entries.hasNext(); count++) {
        var entry = entries.next();
        last = entry.key;
        atHand.put(last, entry.value);
      }
      unread = entries.hasNext() ? after(last) : end;
    }
  }

  /**
   * What is at hand.
   *
   * @param from its first key
   * @param to a key beyond its last one
   * @return a view: what is taken out of it is forgotten
   */
  public SortedMap<Bytes, byte[]> atHand(Bytes from, Bytes to) {
    return atHand.subMap(from, to);
  }

  /**
   * What is at hand, from the part's begin.
   *
   * @param to a key beyond its last one
   * @return a view: what is taken out of it is forgotten
   */
  public SortedMap<Bytes, byte[]> atHand(Bytes to) {
    return atHand.headMap(to);
  }

  /** The next key that there could be. */
  private static Bytes after(Bytes key) {
    return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length + 1));
  }
}
