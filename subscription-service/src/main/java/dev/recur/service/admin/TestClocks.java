package dev.recur.service.admin;

import dev.recur.service.admin.ClockTicks.Target;
import dev.recur.service.read.Subscriptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes test clocks and sends them on. An answer comes when every partition has decided, charged
 * and settled everything up to the time; a clock never goes back.
 */
@Singleton
final class TestClocks {

  private static final Logger LOG = LoggerFactory.getLogger(TestClocks.class);

  /** Who advances a clock looks at once what came of it. */
  private static final Duration READABLE_WITHIN = Duration.ofSeconds(5);

  private final ClockTicks ticks;
  private final ClockWaits waits;
  private final Subscriptions subscriptions;
  private final Duration timeout;
  private final ReentrantLock sending = new ReentrantLock();

  TestClocks(
      ClockTicks ticks, ClockWaits waits, Subscriptions subscriptions, AdminSettings settings) {
    this.ticks = ticks;
    this.waits = waits;
    this.subscriptions = subscriptions;
    this.timeout = settings.advanceTimeout();
  }

  /** Makes a clock that shows a time. */
  String create(Instant now) {
    String testClockId = "clock-" + UUID.randomUUID();
    send(testClockId, new Target(now, false));
    return testClockId;
  }

  /**
   * Sends a clock on. The same time again is answered again, and stays the way it was first gone.
   *
   * @param outage true when the clock jumps there, and does not pass through every due instant
   * @return empty when there is no such clock
   * @throws ConflictException when the clock is past that time
   * @throws NotDoneException when not everything is done yet
   */
  Optional<Instant> advance(String testClockId, Instant to, boolean outage) {
    if (ticks.target(testClockId) == null) {
      return Optional.empty();
    }
    send(testClockId, new Target(to, outage));
    return Optional.of(to);
  }

  private void send(String testClockId, Target target) {
    Instant to = target.to();
    try (ClockWaits.Wait wait = waits.open(testClockId, to, ticks.partitions())) {
      sendInOrder(testClockId, target);
      if (!wait.missing().await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new NotDoneException(
            "Test clock %s has not reached %s on %d partitions yet."
                .formatted(testClockId, to, wait.missing().getCount()),
            null);
      }
      if (!subscriptions.awaitNow(READABLE_WITHIN)) {
        LOG.atWarn().log("A test clock was answered before its doings could be read here.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotDoneException("The process stops.", e);
    }
  }

  /** One at a time, so that of two targets the later is also sent later. */
  private void sendInOrder(String testClockId, Target target) {
    sending.lock();
    try {
      Target known = ticks.target(testClockId);
      if (known != null && target.to().isBefore(known.to())) {
        throw new ConflictException(
            "Test clock %s was sent to %s: send it to no earlier time."
                .formatted(testClockId, known.to()));
      }
      ticks.send(testClockId, known == null ? target : Target.later(known, target));
    } finally {
      sending.unlock();
    }
  }
}
