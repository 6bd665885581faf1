package dev.recur.notifier.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a delivery that was not acknowledged is tried again.
 *
 * @param pauses from the start of an attempt to the start of the next; there is one attempt more
 *     than there are pauses
 */
public record Schedule(List<Duration> pauses) {

  /**
   * Antom's: eight deliveries, at +0, 2 min, 12 min, 22 min, 1 h 22, 3 h 22, 9 h 22 and 24 h 22
   * (Antom, notifySubscription: retry; contract.md, B2).
   */
  public static final Schedule ANTOM =
      new Schedule(
          List.of(
              Duration.ofMinutes(2),
              Duration.ofMinutes(10),
              Duration.ofMinutes(10),
              Duration.ofHours(1),
              Duration.ofHours(2),
              Duration.ofHours(6),
              Duration.ofHours(15)));

  public Schedule {
    pauses = List.copyOf(pauses);
  }

  /** How many attempts are made at most. */
  public int attemptsMax() {
    return pauses.size() + 1;
  }

  /**
   * The pause that follows an attempt.
   *
   * @param attempt number of the attempt, from 1
   * @return empty after the last
   */
  Optional<Duration> pauseAfter(int attempt) {
    return attempt <= pauses.size() ? Optional.of(pauses.get(attempt - 1)) : Optional.empty();
  }
}
