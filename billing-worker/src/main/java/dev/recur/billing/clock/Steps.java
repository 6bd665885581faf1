package dev.recur.billing.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notices that a clock was put back. For one thread. */
final class Steps {

  /** What is put back further stands every timer of Kafka's clients still for as long. */
  static final Duration BACK_MAX = Duration.ofSeconds(5);

  private @Nullable Instant before;
  private long beforeNanos;

  /**
   * By how much the clock was put back since the last look, where that is too much.
   *
   * @param told what the clock says
   * @param nanos what the monotonic clock says
   */
  Optional<Duration> back(Instant told, long nanos) {
    Instant last = before;
    Duration passed = Duration.ofNanos(nanos - beforeNanos);
    before = told;
    beforeNanos = nanos;
    if (last == null) {
      return Optional.empty();
    }
    Duration back = Duration.between(told, last.plus(passed));
    return back.compareTo(BACK_MAX) > 0 ? Optional.of(back) : Optional.empty();
  }
}
