package dev.recur.service.read;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells whoever is about to write about a buyer whether it was forgotten meanwhile, on any
 * instance. It holds no more than the watches that are open.
 */
public final class Forgettings {

  private final Map<String, Set<Watch>> watches = new ConcurrentHashMap<>();

  /** One buyer, from before it is read until what was written has come back. */
  public final class Watch implements AutoCloseable {

    private final String subscriptionId;
    private volatile boolean forgotten;

    private Watch(String subscriptionId) {
      this.subscriptionId = subscriptionId;
    }

    /** True when a record that forgets this buyer was taken since the watch was opened. */
    public boolean hasForgotten() {
      return forgotten;
    }

    @Override
    public void close() {
      watches.computeIfPresent(
          subscriptionId,
          (id, open) -> {
            open.remove(this);
            return open.isEmpty() ? null : open;
          });
    }
  }

  /** Opens a watch. */
  public Watch watch(String subscriptionId) {
    Watch watch = new Watch(subscriptionId);
    watches.compute(
        subscriptionId,
        (id, open) -> {
          Set<Watch> all = open == null ? new HashSet<>() : open;
          all.add(watch);
          return all;
        });
    return watch;
  }

  /** A buyer was forgotten, and whoever asks from now on is told so. */
  public void forgotten(String subscriptionId) {
    watches.computeIfPresent(
        subscriptionId,
        (id, open) -> {
          open.forEach(watch -> watch.forgotten = true);
          return open;
        });
  }
}
