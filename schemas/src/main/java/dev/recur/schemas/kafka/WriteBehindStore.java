package dev.recur.schemas.kafka;

import dev.recur.schemas.kafka.WriteBuffer.Written;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps in memory what is written, and writes it to the store beneath when it must.
 *
 * <p>For what lives for a second: put, read, deleted. RocksDB would be given a put and a tombstone
 * for each, and would step over the tombstones in every range that is read after that. Here, as
 * long as the store beneath has nothing, a delete takes the entry out of the memory, and neither
 * reads nor writes go further. Where something lies beneath, a delete leaves a tombstone in memory.
 * When there are many of these they are written out, in one batch, and if this was the last of what
 * lay beneath, nothing goes further than the memory again.
 *
 * <p>All is written out, in one batch as well, when a put finds the memory of all these stores of
 * the process used up; and when its task is suspended or closed, so that after that the store
 * beneath has everything. Durable is what the changelog has, which is written above this store. Of
 * a process that dies the memory is lost; under exactly-once Kafka Streams then makes the state
 * again from the changelog, as it does with RocksDB alone. This store never commits by itself.
 *
 * <p>What is restored goes to the store beneath, past this one; and a task that has committed may
 * become a standby, which is restored, and then active again. So what lies there is looked up by
 * the first write after the begin or a commit. Until then all reads go there.
 *
 * <p>Written by one thread. Others may read, as in an interactive query: whatever looks into the
 * memory is synchronized, a step of an iterator as well, which costs nothing to speak of next to
 * the map behind it. {@link #query} and {@link #getPosition} are the store's beneath, and know what
 * was written out. An open iterator may or may not show what is written meanwhile. Close it: as
 * long as one is open, nothing is written out to make room. Keys and values are not copied.
 */
public final class WriteBehindStore extends StoreAround {

  private static final Comparator<Bytes> FORWARD = Comparator.naturalOrder();
  private static final Comparator<Bytes> BACKWARD = Comparator.reverseOrder();
  private static final int BATCHES_TO_LOOK_MAX = 64;

  private final Bound bound;
  private final WriteBuffer buffer;
  private final Set<MergedEntries> open = new HashSet<>();
  private Beneath beneath = Beneath.UNKNOWN;

  /** How many batches of tombstones were written out since the last look, and until the next. */
  private int batches;

  private int batchesToLook = 1;

  /** What is known of the store beneath. */
  private enum Beneath {
    /** Nothing lies in memory, either. */
    UNKNOWN,
    /** Tombstones are not needed, and there are none. */
    EMPTY,
    FILLED
  }

  /**
   * What such stores of a process may take.
   *
   * @param bytesMax most bytes of all together, about
   * @param bytesOfEach so many may one take even so
   * @param tombstonesMax so many tombstones of one are written out, for whoever reads a range steps
   *     over each of them
   * @param taken how many bytes all have now
   */
  public record Bound(long bytesMax, long bytesOfEach, int tombstonesMax, AtomicLong taken) {

    private static final long BYTES_OF_EACH = 64 << 10;
    private static final int TOMBSTONES_MAX = 1_000;

    /**
     * A bound for a process.
     *
     * @param bytesMax most bytes of all stores together, about
     */
    public Bound(long bytesMax) {
      this(bytesMax, BYTES_OF_EACH, TOMBSTONES_MAX, new AtomicLong());
    }

    private boolean isBroken(long bytesOfOne) {
      return bytesOfOne > bytesOfEach && taken.get() > bytesMax;
    }
  }

  WriteBehindStore(KeyValueStore<Bytes, byte[]> inner, Bound bound) {
    super(inner);
    this.bound = bound;
    this.buffer = new WriteBuffer(bound);
  }

  /**
   * Gives stores of this kind.
   *
   * @param inner gives the stores beneath
   * @param bound the process's
   */
  public static KeyValueBytesStoreSupplier over(KeyValueBytesStoreSupplier inner, Bound bound) {
    return new WriteBehindSupplier(inner, bound);
  }

  @Override
  public synchronized void init(StateStoreContext context, StateStore root) {
    forget();
    inner.init(context, root);
  }

  private void forget() {
    buffer.clear();
    open.clear();
    beneath = Beneath.UNKNOWN;
  }

  @Override
  public synchronized void put(Bytes key, byte @Nullable [] value) {
    Objects.requireNonNull(key, "key");
    if (!inner.isOpen()) {
      throw new InvalidStateStoreException("Store " + name() + " is not open");
    }
    if (beneath == Beneath.UNKNOWN) {
      lookBeneath();
    }
    if (value == null && beneath == Beneath.EMPTY) {
      buffer.remove(key);
    } else {
      buffer.put(key, value);
    }
    if (open.isEmpty()) {
      makeRoom();
    }
  }

  private void lookBeneath() {
    try (KeyValueIterator<Bytes, byte[]> all = inner.all()) {
      beneath = all.hasNext() ? Beneath.FILLED : Beneath.EMPTY;
    }
  }

  private void makeRoom() {
    if (bound.isBroken(buffer.bytes())) {
      writeOut();
    } else if (buffer.deletes() >= bound.tombstonesMax()) {
      // The values stay: most of them are deleted soon, and would be the next to lie beneath.
      inner.putAll(buffer.allTombstones());
      buffer.clearTombstones();
      lookNowAndThen();
    }
  }

  /**
   * Each look steps over the tombstones that lie beneath, as many as there were entries: after each
   * batch of them, that would be their number squared. So the next look comes after twice as many.
   */
  private void lookNowAndThen() {
    batches++;
    if (batches < batchesToLook) {
      return;
    }
    lookBeneath();
    batches = 0;
    batchesToLook = beneath == Beneath.EMPTY ? 1 : Math.min(BATCHES_TO_LOOK_MAX, 2 * batchesToLook);
  }

  private void writeOut() {
    if (!buffer.isEmpty()) {
      inner.putAll(buffer.all());
      buffer.clear();
    }
    beneath = Beneath.UNKNOWN;
  }

  @Override
  public synchronized byte @Nullable [] putIfAbsent(Bytes key, byte @Nullable [] value) {
    byte[] before = get(key);
    if (before == null) {
      put(key, value);
    }
    return before;
  }

  @Override
  public synchronized void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    entries.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public synchronized byte @Nullable [] delete(Bytes key) {
    byte[] before = get(key);
    put(key, null);
    return before;
  }

  @Override
  public synchronized byte @Nullable [] get(Bytes key) {
    Written written = buffer.get(key);
    if (written != null) {
      return written.value();
    }
    return beneath == Beneath.EMPTY ? null : inner.get(key);
  }

  @Override
  public synchronized KeyValueIterator<Bytes, byte[]> range(
      @Nullable Bytes from, @Nullable Bytes to) {
    return merged(buffer.between(from, to), FORWARD, () -> inner.range(from, to));
  }

  @Override
  public synchronized KeyValueIterator<Bytes, byte[]> reverseRange(
      @Nullable Bytes from, @Nullable Bytes to) {
    return merged(
        buffer.between(from, to).descendingMap(), BACKWARD, () -> inner.reverseRange(from, to));
  }

  @Override
  public synchronized KeyValueIterator<Bytes, byte[]> all() {
    return merged(buffer.between(null, null), FORWARD, inner::all);
  }

  @Override
  public synchronized KeyValueIterator<Bytes, byte[]> reverseAll() {
    return merged(buffer.between(null, null).descendingMap(), BACKWARD, inner::reverseAll);
  }

  @Override
  public synchronized <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
      P prefix, S serializer) {
    Bytes begin = Bytes.wrap(serializer.serialize(null, prefix));
    return merged(buffer.beginningWith(begin), FORWARD, () -> inner.prefixScan(prefix, serializer));
  }

  private KeyValueIterator<Bytes, byte[]> merged(
      NavigableMap<Bytes, Written> ours,
      Comparator<Bytes> order,
      Supplier<KeyValueIterator<Bytes, byte[]>> theirs) {
    MergedEntries entries =
        new MergedEntries(
            this, ours, beneath == Beneath.EMPTY ? null : theirs.get(), order, open::remove);
    open.add(entries);
    return entries;
  }

  /** An estimate: nobody knows which of the tombstones hide something. */
  @Override
  public synchronized long approximateNumEntries() {
    long below = beneath == Beneath.EMPTY ? 0 : inner.approximateNumEntries();
    return buffer.values() + Math.max(0, below - buffer.tombstones());
  }

  @Override
  @SuppressWarnings("deprecation") // For who still calls it.
  public synchronized void flush() {
    writeOut();
    inner.flush();
  }

  @Override
  public synchronized void commit(Map<TopicPartition, Long> offsets) {
    writeOut();
    inner.commit(offsets);
  }

  private interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  /** Closes the store beneath whatever goes wrong before; what went wrong first is thrown. */
  @Override
  public synchronized void close() {
    try (Closing _ = this::closeInner) {
      if (inner.isOpen()) {
        writeOut();
      }
    }
  }

  private void closeInner() {
    forget();
    inner.close();
  }
}
