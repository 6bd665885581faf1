package dev.recur.notifier.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The entries that were used last, up to a number; the others are forgotten. Used by one thread.
 */
final class Recent<K, V> {

  private static final float LOAD_FACTOR = 0.75f;

  private final int max;
  private final Map<K, V> entries;

  /**
   * Nothing yet.
   *
   * @param max most entries
   */
  Recent(int max) {
    this.max = max;
    entries =
        new LinkedHashMap<>(max, LOAD_FACTOR, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > max;
          }
        };
  }

  Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  void put(K key, V value) {
    entries.put(key, value);
  }

  /** False where one more puts another one out. */
  boolean hasRoom() {
    return entries.size() < max;
  }

  void remove(K key) {
    entries.remove(key);
  }
}
