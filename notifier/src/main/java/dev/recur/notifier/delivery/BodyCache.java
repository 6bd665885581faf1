package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.Shipment.Body;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The bodies of what has just arrived, so that a first attempt reads nothing back. It is bounded,
 * and the oldest go first: whatever is not here is fetched. Used by one thread.
 */
final class BodyCache {

  private static final int URL_BYTES_ABOUT = 100;

  private final long bytesMax;
  private final Map<Long, Body> bodies = new LinkedHashMap<>();
  private long bytes;

  /**
   * An empty cache.
   *
   * @param bytesMax most bytes that it takes, about
   */
  BodyCache(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  void put(long offset, Body body) {
    bytes += size(body);
    Body before = bodies.put(offset, body);
    if (before != null) {
      bytes -= size(before);
    }
    Iterator<Body> oldest = bodies.values().iterator();
    while (bytes > bytesMax && oldest.hasNext()) {
      bytes -= size(oldest.next());
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
      bytes -= size(body);
    }
  }

  /** How many bytes it takes, about. */
  long bytes() {
    return bytes;
  }

  private static long size(Body body) {
    return (long) body.bytes().length + URL_BYTES_ABOUT;
  }
}
