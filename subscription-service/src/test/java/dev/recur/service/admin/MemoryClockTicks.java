package dev.recur.service.admin;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Test clocks in memory, on partitions that arrive when the test lets them. */
@Singleton
final class MemoryClockTicks implements ClockTicks {

  static final int PARTITIONS = 3;

  private final ClockWaits waits;
  private final Map<String, Target> targets = new ConcurrentHashMap<>();
  private final List<Target> sent = new CopyOnWriteArrayList<>();
  private volatile int arriving = PARTITIONS;

  MemoryClockTicks(ClockWaits waits) {
    this.waits = waits;
  }

  /** How many partitions do their work. */
  void setArriving(int partitions) {
    arriving = partitions;
  }

  /** Where clocks were sent, in order. */
  List<Target> sent() {
    return List.copyOf(sent);
  }

  @Override
  public @Nullable Target target(String testClockId) {
    return targets.get(testClockId);
  }

  @Override
  public int partitions() {
    return PARTITIONS;
  }

  @Override
  public void send(String testClockId, Target target) {
    targets.put(testClockId, target);
    sent.add(target);
    for (int partition = 0; partition < arriving; partition++) {
      // A repeated tick is answered again, and so may come twice.
      waits.reached(testClockId, partition, target.to());
      waits.reached(testClockId, partition, target.to());
    }
  }
}
