package dev.recur.service.read;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What test clocks show. */
public interface ClockTimes {

  /**
   * Where a test clock was last sent to, which is now for a subscription that is born on it; null
   * when there is no such clock.
   */
  @Nullable Instant shown(String testClockId);
}
