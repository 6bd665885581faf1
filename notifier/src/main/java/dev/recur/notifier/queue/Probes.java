package dev.recur.notifier.queue;

import java.time.Duration;

/**
 * When a lane that is failing tries something that it holds, to see whether its receiver is back:
 * the deliveries' own attempts are over, and nothing else may ever be due there. Follows from since
 * when it fails, so that a restart asks no sooner and no later, and lanes do not ask together.
 *
 * <p>Times are milliseconds since 1970, and inputs.
 */
public final class Probes {

  /** From when it counts as failing to the first probe: a breaker's longest pause. */
  static final Duration PAUSE_MIN = Duration.ofMillis(LaneControl.PAUSE_MS_MAX);

  /** The pauses double up to this. A receiver that is back is found within this time. */
  static final Duration PAUSE_MAX = Duration.ofHours(1);

  private Probes() {}

  /**
   * When the next probe is due.
   *
   * @param failingMs since when the lane counts as failing
   * @param afterMs time of the probe before, or since when somebody looks
   * @return the first due time that is later
   */
  public static long nextAfter(long failingMs, long afterMs) {
    long pauseMs = PAUSE_MIN.toMillis();
    long dueAtMs = failingMs + pauseMs;
    while (dueAtMs <= afterMs && pauseMs < PAUSE_MAX.toMillis()) {
      pauseMs = Math.min(PAUSE_MAX.toMillis(), 2 * pauseMs);
      dueAtMs += pauseMs;
    }
    return dueAtMs > afterMs ? dueAtMs : dueAtMs + ((afterMs - dueAtMs) / pauseMs + 1) * pauseMs;
  }
}
