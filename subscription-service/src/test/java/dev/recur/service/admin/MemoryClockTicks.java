package dev.recur.service.admin;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Test clocks in memory, on partitions that arrive when the test lets them. */
@Singleton
final class MemoryClockTicks implements ClockTicks {

  static final int PARTITIONS = 3;

  private final ClockWaits waits;
  private final Map<String, Instant> targets = new ConcurrentHashMap<>();
  private volatile int arriving = PARTITIONS;

  MemoryClockTicks(ClockWaits waits) {
    this.waits = waits;
  }

  /** How many partitions do their work. */
  void setArriving(int partitions) {
    arriving = partitions;
  }

  @Override
  public @Nullable Instant target(String testClockId) {
    return targets.get(testClockId);
  }

  @Override
  public int partitions() {
    return PARTITIONS;
  }

  @Override
  public void send(String testClockId, Instant to) {
    targets.put(testClockId, to);
    for (int partition = 0; partition < arriving; partition++) {
      // A repeated tick is answered again, and so may come twice.
      waits.reached(testClockId, partition, to);
      waits.reached(testClockId, partition, to);
    }
  }
}
