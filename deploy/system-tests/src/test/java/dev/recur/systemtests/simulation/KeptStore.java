package dev.recur.systemtests.simulation;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * A store of a task as Kafka makes it, with its metrics, serdes and change log, that outlives the
 * task: the next one that is started in its place finds in it what the changelog holds, and nothing
 * else. Kafka would name and make its metrics anew at each start, which was a third of all that a
 * run did.
 */
final class KeptStore<K, V> implements KeyValueStore<K, V> {

  private final KeyValueStore<K, V> store;
  private final StateStore withoutMetrics;
  private final ByteOrderedStore contents;
  private boolean hasMetrics;

  /**
   * A store.
   *
   * @param made as the topology makes it, around one in memory
   * @param contents the one in memory
   */
  @SuppressWarnings("unchecked") // Both sides of Kafka's own store have the types of its builder.
  KeptStore(StateStore made, ByteOrderedStore contents) {
    this.store = (KeyValueStore<K, V>) made;
    this.withoutMetrics = ((WrappedStateStore<?, ?, ?>) made).wrapped();
    this.contents = contents;
  }

  /** Forgets what the last task did, and holds this. */
  void refill(Map<Bytes, byte[]> restored) {
    contents.refill(restored);
  }

  /** What it holds. */
  NavigableMap<Bytes, byte[]> contents() {
    writeOut();
    return contents.entries();
  }

  /** Whether it holds this, and nothing else. */
  boolean holds(Map<Bytes, byte[]> expected) {
    writeOut();
    return contents.holds(expected);
  }

  /** What it keeps in memory at first it writes by then. */
  private void writeOut() {
    store.commit(Map.of());
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    (hasMetrics ? withoutMetrics : store).init(context, root);
    hasMetrics = true;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public void commit(Map<TopicPartition, Long> offsets) {
    store.commit(offsets);
  }

  @Override
  public void close() {
    contents.close();
  }

  @Override
  public boolean persistent() {
    return store.persistent();
  }

  @Override
  public boolean isOpen() {
    return store.isOpen();
  }

  @Override
  public Position getPosition() {
    return store.getPosition();
  }

  @Override
  public V get(K key) {
    return store.get(key);
  }

  @Override
  public void put(K key, V value) {
    store.put(key, value);
  }

  @Override
  public V putIfAbsent(K key, V value) {
    return store.putIfAbsent(key, value);
  }

  @Override
  public void putAll(List<KeyValue<K, V>> entries) {
    store.putAll(entries);
  }

  @Override
  public V delete(K key) {
    return store.delete(key);
  }

  @Override
  public KeyValueIterator<K, V> range(K from, K to) {
    return store.range(from, to);
  }

  @Override
  public <S extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, S serializer) {
    return store.prefixScan(prefix, serializer);
  }

  @Override
  public KeyValueIterator<K, V> all() {
    return store.all();
  }

  @Override
  public long approximateNumEntries() {
    return store.approximateNumEntries();
  }
}
