package dev.recur.notifier.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * When a delivery that was not acknowledged is tried again.
 *
 * @param pauses from the start of an attempt to the start of the next; there is one attempt more
 *     than there are pauses
 */
public record Schedule(List<Duration> pauses) {

  /**
   * Antom's: eight deliveries, at +0, 2 min, 12 min, 22 min, 1 h 22, 3 h 22, 9 h 22 and 24 h 22
   * (Antom, notifySubscription: retry).
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

  /**
   * Three days, dense at first: the example of Standard Webhooks 1.0.0 (retries), cut to three
   * days.
   */
  public static final Schedule DAYS_3 =
      new Schedule(
          List.of(
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(14),
              Duration.ofHours(20),
              Duration.ofHours(20)));

  /** Thirty days: within a day as Adyen does, then once a day. */
  public static final Schedule DAYS_30 =
      new Schedule(
          Stream.concat(
                  Stream.of(
                      Duration.ofMinutes(2),
                      Duration.ofMinutes(5),
                      Duration.ofMinutes(10),
                      Duration.ofMinutes(15),
                      Duration.ofMinutes(30),
                      Duration.ofHours(1),
                      Duration.ofHours(2),
                      Duration.ofHours(4),
                      Duration.ofHours(8),
                      Duration.ofHours(8)),
                  Stream.generate(() -> Duration.ofDays(1)).limit(29))
              .toList());

  /** How far a pause may differ from the plan, in hundredths of it. */
  static final int JITTER_PERCENT = 20;

  private static final int PERCENT = 100;
  private static final int STEPS = 1_000;

  public Schedule {
    pauses = List.copyOf(pauses);
  }

  /** How many attempts are made at most. */
  public int attemptsMax() {
    return pauses.size() + 1;
  }

  /** The least time from the first attempt to the last. */
  Duration spanMin() {
    return pauses.stream()
        .reduce(Duration.ZERO, Duration::plus)
        .multipliedBy(PERCENT - JITTER_PERCENT)
        .dividedBy(PERCENT);
  }

  /**
   * The pause that follows an attempt: the plan's, up to a fifth shorter or longer. What failed
   * together does not come back together; the same attempt of the same delivery always has the same
   * pause.
   *
   * @param attempt number of the attempt in this run of the schedule, from 1
   * @param deliveryId what the difference is made from
   * @return empty after the last
   */
  Optional<Duration> pauseAfter(int attempt, String deliveryId) {
    if (attempt > pauses.size()) {
      return Optional.empty();
    }
    Duration planned = pauses.get(attempt - 1);
    long spread = planned.toMillis() * JITTER_PERCENT / PERCENT;
    return Optional.of(planned.plusMillis(spread * step(deliveryId, attempt) / STEPS));
  }

  /** From -1000 to 1000. */
  private static long step(String deliveryId, int attempt) {
    CRC32 hash = new CRC32();
    hash.update((deliveryId + "/" + attempt).getBytes(UTF_8));
    return hash.getValue() % (2 * STEPS + 1) - STEPS;
  }
}
