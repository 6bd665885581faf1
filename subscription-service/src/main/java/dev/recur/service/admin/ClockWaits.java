package dev.recur.service.admin;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** Operators who wait until every partition has reached a time on a test clock. */
@Singleton
final class ClockWaits {

  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

  /** Somebody who waits. */
  final class Wait implements AutoCloseable {

    private final String testClockId;
    private final Instant to;
    private final Set<Integer> behind = ConcurrentHashMap.newKeySet();
    private final CountDownLatch missing;

    private Wait(String testClockId, Instant to, int partitions) {
      this.testClockId = testClockId;
      this.to = to;
      IntStream.range(0, partitions).forEach(behind::add);
      this.missing = new CountDownLatch(partitions);
    }

    /** Counts down to zero as the partitions arrive. */
    CountDownLatch missing() {
      return missing;
    }

    @Override
    public void close() {
      waits.remove(this);
    }
  }

  /** Begins to wait; done before the tick is sent, so that no answer is too early. */
  Wait open(String testClockId, Instant to, int partitions) {
    Wait wait = new Wait(testClockId, to, partitions);
    waits.add(wait);
    return wait;
  }

  /** A partition has reached a time. */
  void reached(String testClockId, int partition, Instant time) {
    for (Wait wait : waits) {
      if (wait.testClockId.equals(testClockId)
          && !time.isBefore(wait.to)
          && wait.behind.remove(partition)) {
        wait.missing.countDown();
      }
    }
  }
}
