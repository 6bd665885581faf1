package dev.recur.service.admin;

import dev.recur.service.read.ClockTimes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Test clocks, and where they were last sent to. */
interface ClockTicks extends ClockTimes {

  /**
   * Where a clock is sent.
   *
   * @param outage true when it jumps there: what falls due on the way is decided at its end
   */
  record Target(Instant to, boolean outage) {

    /** The later of two; of two at one time the one that was known first. */
    static Target later(Target known, Target other) {
      return other.to.isAfter(known.to) ? other : known;
    }
  }

  /** Where a clock was last sent to, or null when there is no such clock. */
  @Nullable Target target(String testClockId);

  @Override
  default @Nullable Instant shown(String testClockId) {
    Target target = target(testClockId);
    return target == null ? null : target.to();
  }

  /** How many partitions have to follow a clock. */
  int partitions();

  /**
   * Sends a clock on, on every partition; returns once all of them have the tick.
   *
   * @throws NotDoneException when some may not have it
   */
  void send(String testClockId, Target target);
}
