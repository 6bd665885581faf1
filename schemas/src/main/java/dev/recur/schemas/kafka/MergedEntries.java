package dev.recur.schemas.kafka;

import dev.recur.schemas.kafka.WriteBuffer.Written;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link WriteBehindStore} has of a range, in the order asked for: its buffer and the store
 * beneath as one. What the buffer has of a key counts, and a tombstone hides it.
 *
 * <p>The buffer may be written to meanwhile. So no iterator of it is held: each step asks it anew
 * what lies behind the last key.
 */
final class MergedEntries implements KeyValueIterator<Bytes, byte[]> {

  private final Object lock;
  private final NavigableMap<Bytes, Written> buffer;
  private final @Nullable KeyValueIterator<Bytes, byte[]> beneath;
  private final Comparator<Bytes> order;
  private final Consumer<MergedEntries> onClose;

  /** Whatever comes now lies behind it. */
  private @Nullable Bytes last;

  private @Nullable KeyValue<Bytes, byte[]> nextBeneath;
  private @Nullable KeyValue<Bytes, byte[]> next;
  private boolean isClosed;

  /**
   * Begins before the first entry.
   *
   * @param lock held by whoever writes to the buffer
   * @param buffer the part of it that is asked for, in this order
   * @param beneath the same part of the store beneath, in this order; null: nothing lies there
   * @param onClose is told once, with the lock held
   */
  MergedEntries(
      Object lock,
      NavigableMap<Bytes, Written> buffer,
      @Nullable KeyValueIterator<Bytes, byte[]> beneath,
      Comparator<Bytes> order,
      Consumer<MergedEntries> onClose) {
    this.lock = lock;
    this.buffer = buffer;
    this.beneath = beneath;
    this.order = order;
    this.onClose = onClose;
  }

  @Override
  public boolean hasNext() {
    synchronized (lock) {
      return findNext() != null;
    }
  }

  @Override
  public KeyValue<Bytes, byte[]> next() {
    synchronized (lock) {
      KeyValue<Bytes, byte[]> found = orThrow(findNext());
      next = null;
      return found;
    }
  }

  @Override
  public Bytes peekNextKey() {
    synchronized (lock) {
      return orThrow(findNext()).key;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      onClose.accept(this);
      if (beneath != null) {
        beneath.close();
      }
    }
  }

  private static KeyValue<Bytes, byte[]> orThrow(@Nullable KeyValue<Bytes, byte[]> entry) {
    if (entry == null) {
      throw new NoSuchElementException("There is no further entry");
    }
    return entry;
  }

  private @Nullable KeyValue<Bytes, byte[]> findNext() {
    if (isClosed) {
      throw new InvalidStateStoreException("This iterator has been closed");
    }
    while (next == null) {
      Map.Entry<Bytes, Written> ours =
          last == null ? buffer.firstEntry() : buffer.higherEntry(last);
      KeyValue<Bytes, byte[]> theirs = peekBeneath();
      if (theirs != null && (ours == null || order.compare(theirs.key, ours.getKey()) < 0)) {
        nextBeneath = null;
        last = theirs.key;
        next = theirs;
      } else if (ours != null) {
        if (theirs != null && theirs.key.equals(ours.getKey())) {
          nextBeneath = null;
        }
        last = ours.getKey();
        byte[] value = ours.getValue().value();
        next = value == null ? null : new KeyValue<>(last, value);
      } else {
        return null;
      }
    }
    return next;
  }

  private @Nullable KeyValue<Bytes, byte[]> peekBeneath() {
    if (nextBeneath == null && beneath != null && beneath.hasNext()) {
      nextBeneath = beneath.next();
    }
    return nextBeneath;
  }
}
