package dev.recur.schemas.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was used last of a store's, up to a number of entries; the others are forgotten. For one
 * thread: a task looks here before it looks into its store, so that nothing is shared or counted.
 */
public final class Recent<K, V> {

  private static final int CAPACITY_AT_FIRST = 16;
  private static final float LOAD_FACTOR = 0.75f;

  private final int max;
  private final Map<K, V> entries;

  /**
   * Nothing yet.
   *
   * @param max most entries
   */
  public Recent(int max) {
    this.max = max;
    entries =
        new LinkedHashMap<>(CAPACITY_AT_FIRST, LOAD_FACTOR, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > max;
          }
        };
  }

  /** What is known under the key, which counts as used now. */
  public Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** What is known under the key; made when nothing is. */
  public V get(K key, Function<K, V> maker) {
    return entries.computeIfAbsent(key, maker);
  }

  /** Keeps a value, in place of the one that was used longest ago where there are as many. */
  public void put(K key, V value) {
    entries.put(key, value);
  }

  /** False where one more puts another one out. */
  public boolean hasRoom() {
    return entries.size() < max;
  }

  /** Forgets what is known under the key. */
  public void remove(K key) {
    entries.remove(key);
  }
}
