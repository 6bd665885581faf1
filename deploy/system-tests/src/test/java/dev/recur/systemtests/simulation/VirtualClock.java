package dev.recur.systemtests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/** The one clock of a run. It stands still until somebody moves it. */
final class VirtualClock implements Time, InstantSource {

  private long nowMs;

  VirtualClock(Instant start) {
    nowMs = start.toEpochMilli();
  }

  void pass(Duration time) {
    nowMs += time.toMillis();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(nowMs);
  }

  @Override
  public long milliseconds() {
    return nowMs;
  }

  @Override
  public long millis() {
    return nowMs;
  }

  @Override
  public long nanoseconds() {
    return nowMs * 1_000_000;
  }

  @Override
  public void sleep(long ms) {
    throw new UnsupportedOperationException("nobody sleeps in a single thread");
  }

  @Override
  public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs) {
    throw new UnsupportedOperationException("nobody waits in a single thread");
  }
}
