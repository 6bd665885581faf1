package dev.recur.service.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Test clocks, and where they were last sent to. */
interface ClockTicks {

  /** Where a clock was last sent to, or null when there is no such clock. */
  @Nullable Instant target(String testClockId);

  /** How many partitions have to follow a clock. */
  int partitions();

  /**
   * Sends a clock to a time, on every partition; returns once all of them have the tick.
   *
   * @throws NotDoneException when some may not have it
   */
  void send(String testClockId, Instant to);
}
