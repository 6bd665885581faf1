package dev.recur.notifier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The times of the contract, computed here by nothing but the contract's own table. */
class ScheduleTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void refusedDelivery_shouldBeTriedAtTheContractsEightTimes() {
    List<Duration> attempts = new ArrayList<>();
    Optional<Pending> pending = Optional.of(new Pending(0, Optional.of(START)));
    while (pending.isPresent()) {
      Instant now = pending.get().dueAt().orElseThrow();
      attempts.add(Duration.between(START, now));
      Attempt attempt = new Attempt(1, pending.get().nextAttempt(), now, false);
      Change change = Rules.attempted(pending, attempt, Schedule.ANTOM).getFirst();
      pending = Pending.after(pending, change);
    }

    assertThat(attempts)
        .containsExactly(
            Duration.ZERO,
            Duration.ofMinutes(2),
            Duration.ofMinutes(12),
            Duration.ofMinutes(22),
            Duration.ofMinutes(82),
            Duration.ofMinutes(202),
            Duration.ofMinutes(562),
            Duration.ofMinutes(1462));
  }
}
