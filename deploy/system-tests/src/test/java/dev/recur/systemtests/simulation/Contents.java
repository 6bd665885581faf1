package dev.recur.systemtests.simulation;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/** What the stores of a task hold, by store. */
final class Contents {

  private final Map<String, NavigableMap<Bytes, byte[]>> stores = new HashMap<>();

  /** Everything that changed happened to these, too. */
  void follow(Collection<Outputs.Changed> changes) {
    for (Outputs.Changed changed : changes) {
      if (changed.value() == null) {
        of(changed.store()).remove(changed.key());
      } else {
        of(changed.store()).put(changed.key(), changed.value());
      }
    }
  }

  /** What a store holds. */
  NavigableMap<Bytes, byte[]> of(String store) {
    return stores.computeIfAbsent(store, _ -> new TreeMap<>());
  }

  /** A store holds this, and nothing else. */
  void put(String store, NavigableMap<Bytes, byte[]> content) {
    stores.put(store, new TreeMap<>(content));
  }
}
