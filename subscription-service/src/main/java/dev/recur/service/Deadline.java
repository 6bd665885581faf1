package dev.recur.service;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Until when somebody outside waits for an answer. It counts for all that is done for the one who
 * waits, one thing after the other, on one thread: what comes too late is not begun, and nobody is
 * surprised by it.
 */
public final class Deadline {

  private static final ScopedValue<Long> NANOS = ScopedValue.newInstance();

  private Deadline() {}

  /** Does something for who waits so long from now on. */
  public static <T> T within(Duration patience, Supplier<T> work) {
    return ScopedValue.where(NANOS, System.nanoTime() + patience.toNanos()).call(work::get);
  }

  /**
   * How long the one who waits still does, but no longer than this. Without a deadline it is this;
   * after it, nothing or less.
   */
  public static Duration left(Duration atMost) {
    if (!NANOS.isBound()) {
      return atMost;
    }
    Duration left = Duration.ofNanos(NANOS.get() - System.nanoTime());
    return left.compareTo(atMost) < 0 ? left : atMost;
  }
}
