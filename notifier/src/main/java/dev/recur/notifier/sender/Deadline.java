package dev.recur.notifier.sender;

import java.time.Duration;

/**
 * The deadline of the call that this thread is making, for the parts that the HTTP client calls
 * without telling them of it.
 */
final class Deadline {

  /** In {@link System#nanoTime}'s count. */
  static final ScopedValue<Long> NANOS = ScopedValue.newInstance();

  private Deadline() {}

  /** What is left, at most {@code most}; that where there is no deadline. */
  static Duration left(Duration most) {
    if (!NANOS.isBound()) {
      return most;
    }
    Duration left = Duration.ofNanos(NANOS.get() - System.nanoTime());
    return left.compareTo(most) < 0 ? left : most;
  }
}
