package dev.recur.notifier.delivery;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What the entries of an index say, in order. */
final class Entries<T> implements Iterator<T>, AutoCloseable {

  private final KeyValueIterator<Bytes, byte[]> entries;
  private final BiFunction<Bytes, byte[], T> read;

  /** What the keys alone say. */
  Entries(KeyValueIterator<Bytes, byte[]> entries, Function<Bytes, T> read) {
    this(entries, (key, _) -> read.apply(key));
  }

  /** What keys and values say. */
  Entries(KeyValueIterator<Bytes, byte[]> entries, BiFunction<Bytes, byte[], T> read) {
    this.entries = entries;
    this.read = read;
  }

  /**
   * The first of a part of an index.
   *
   * @param from where it begins; null: with the index
   * @param to where it ends; null: with the index
   */
  static <T> Optional<T> first(
      KeyValueStore<Bytes, byte[]> index,
      @Nullable Bytes from,
      @Nullable Bytes to,
      Function<Bytes, T> read) {
    try (KeyValueIterator<Bytes, byte[]> rest = index.range(from, to)) {
      return rest.hasNext() ? Optional.of(read.apply(rest.peekNextKey())) : Optional.empty();
    }
  }

  @Override
  public boolean hasNext() {
    return entries.hasNext();
  }

  @Override
  public T next() {
    KeyValue<Bytes, byte[]> next = entries.next();
    return read.apply(next.key, next.value);
  }

  @Override
  public void close() {
    entries.close();
  }
}
