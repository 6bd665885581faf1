package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.Shipment.Body;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bodies of what has just arrived in one task, so that a first attempt reads nothing back. The
 * caches of a process have one bound together, and each may have a little beyond it. In each the
 * oldest go first: whatever is not here is fetched. Used by one thread.
 */
final class BodyCache {

  private static final int URL_BYTES_ABOUT = 100;

  private final Bound bound;
  private final Map<Long, Body> bodies = new LinkedHashMap<>();
  private long bytes;

  /**
   * What the caches of a process may take.
   *
   * @param bytesMax most bytes of all together, about
   * @param bytesOfEach so many may one take even so
   * @param taken how many all have now
   */
  record Bound(long bytesMax, long bytesOfEach, AtomicLong taken) {

    Bound(long bytesMax, long bytesOfEach) {
      this(bytesMax, bytesOfEach, new AtomicLong());
    }

    private boolean isBroken(long bytesOfOne) {
      return bytesOfOne > bytesOfEach && taken.get() > bytesMax;
    }
  }

  /** An empty cache under the process's bound. */
  BodyCache(Bound bound) {
    this.bound = bound;
  }

  void put(long offset, Body body) {
    take(size(body));
    Body before = bodies.put(offset, body);
    if (before != null) {
      take(-size(before));
    }
    Iterator<Body> oldest = bodies.values().iterator();
    while (bound.isBroken(bytes) && oldest.hasNext()) {
      take(-size(oldest.next()));
      oldest.remove();
    }
  }

  Optional<Body> get(long offset) {
    return Optional.ofNullable(bodies.get(offset));
  }

  /** It was delivered, or failed and comes back much later. */
  void remove(long offset) {
    Body body = bodies.remove(offset);
    if (body != null) {
      take(-size(body));
    }
  }

  /** Nothing is kept any more, and others have the room. */
  void clear() {
    bodies.clear();
    take(-bytes);
  }

  private void take(long more) {
    bytes += more;
    bound.taken().addAndGet(more);
  }

  /** How many bytes it takes, about. */
  long bytes() {
    return bytes;
  }

  private static long size(Body body) {
    return (long) body.bytes().length + URL_BYTES_ABOUT;
  }
}
