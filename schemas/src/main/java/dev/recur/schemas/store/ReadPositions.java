package dev.recur.schemas.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far topics have been taken here, for callers who wait until they are taken to some point.
 * Safe for many threads.
 */
public final class ReadPositions {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Map<String, Map<Integer, Long>> positions = new HashMap<>();

  /** Everything of a topic up to these offsets can be read here. */
  public void taken(String topic, Map<Integer, Long> nextOffsets) {
    lock.lock();
    try {
      positions.computeIfAbsent(topic, name -> new HashMap<>()).putAll(nextOffsets);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a topic is taken up to these offsets.
   *
   * @return false when it was not within the time
   */
  public boolean await(String topic, Map<Integer, Long> ends, Duration atMost)
      throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lock();
    try {
      while (!hasPassed(positions.getOrDefault(topic, Map.of()), ends)) {
        if (nanos <= 0) {
          return false;
        }
        nanos = moved.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static boolean hasPassed(Map<Integer, Long> reached, Map<Integer, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> reached.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }
}
