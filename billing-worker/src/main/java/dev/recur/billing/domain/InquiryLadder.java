package dev.recur.billing.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * When a channel is asked what became of a request, counted from its presentation: first often,
 * then rarely, through the week that slow methods may take. Then a person decides.
 *
 * <p>An inquiry's number is that of its rung, from 1; 0 is the request itself. An answer that is
 * not final is followed by the next rung. A request that is not answered at all is given more time,
 * because its answer may still come: it is followed by the next of fewer rungs, each four times as
 * far up as the one before.
 */
final class InquiryLadder {
  private static final int[] MINUTES = {
    1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 960, 1440, 1920, 2880, 4320, 5760, 7200, 7680, 8640,
    10_080
  };

  /** The rungs at which a request that was not answered is inquired about. */
  private static final Set<Integer> MINUTES_OF_SILENCE = Set.of(30, 120, 480, 1920, 7680);

  /**
   * How long after the presentation an inquiry beyond the last of those rungs is waited for: three
   * days from the ladder's end.
   */
  private static final int MINUTES_MAX = 14_400;

  private InquiryLadder() {}

  /**
   * Number of the first inquiry after a presentation.
   *
   * @param tried for how long the same key was presented in vain before: each time it is waited as
   *     long again, so that a channel that never takes it is not asked without end
   */
  static int first(Duration tried) {
    return IntStream.rangeClosed(1, MINUTES.length)
        .filter(inquiry -> distance(inquiry).compareTo(tried) >= 0)
        .findFirst()
        .orElse(MINUTES.length);
  }

  /** When the nth inquiry is due; empty when the ladder has no such rung. */
  static Optional<Instant> dueAt(Instant presentedAt, int inquiry) {
    return inquiry > MINUTES.length
        ? Optional.empty()
        : Optional.of(presentedAt.plus(distance(inquiry)));
  }

  /** Number of the inquiry that follows when a request stays unanswered; empty after the last. */
  static Optional<Integer> afterSilence(int inquiry) {
    for (int next = inquiry + 1; next <= MINUTES.length; next++) {
      if (MINUTES_OF_SILENCE.contains(MINUTES[next - 1])) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  /** When nothing more is asked about a request that stays unanswered. */
  static Instant overAt(Instant presentedAt) {
    return presentedAt.plus(Duration.ofMinutes(MINUTES_MAX));
  }

  /**
   * From when the ladder is counted after an inquiry: later than before, where it was made late, so
   * that those after it keep their distance and an outage takes no rung away.
   */
  static Instant countedFrom(Instant presentedAt, int inquiry, Instant at) {
    Instant from = at.minus(distance(inquiry));
    return from.isAfter(presentedAt) ? from : presentedAt;
  }

  private static Duration distance(int inquiry) {
    return Duration.ofMinutes(MINUTES[Math.min(inquiry, MINUTES.length) - 1]);
  }
}
