package dev.recur.notifier.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides, for the deliveries of one subscription to one endpoint.
 *
 * <p>Inputs may come again, late or twice, as they do after a crash; then they change nothing.
 */
public final class Rules {

  private Rules() {}

  /** A delivery is there. */
  public static List<Change> arrived(Turn turn, long sequence, Instant now) {
    if (sequence <= turn.acceptedThrough()) {
      return List.of();
    }
    return List.of(
        new Change.Accepted(sequence, turn.isFree() ? Optional.of(now) : Optional.empty()));
  }

  /**
   * An attempt is over.
   *
   * @param pending the delivery; empty when it is not known any more, or not yet
   */
  public static List<Change> attempted(
      Optional<Pending> pending, Attempt attempt, Schedule schedule) {
    if (pending.isEmpty()) {
      return List.of();
    }
    // The receiver has it, whichever of several attempts it was.
    if (attempt.acknowledged()) {
      return List.of(new Change.Acknowledged(attempt.sequence(), attempt.number()));
    }
    // Two owners may make the same attempt around a rebalance: the first outcome counts.
    if (attempt.number() != pending.get().nextAttempt()) {
      return List.of();
    }
    Optional<Duration> pause = schedule.pauseAfter(attempt.number());
    return List.of(
        pause.isPresent()
            ? new Change.RetryDue(
                attempt.sequence(), attempt.number(), attempt.startedAt().plus(pause.get()))
            : new Change.Exhausted(attempt.sequence(), attempt.number()));
  }

  /**
   * Somebody's first attempt is over, or nobody's is due.
   *
   * @param nextWaiting the lowest sequence that waits for its turn
   */
  public static List<Change> giveTurn(Turn turn, OptionalLong nextWaiting, Instant now) {
    return turn.isFree() && nextWaiting.isPresent()
        ? List.of(new Change.TurnGiven(nextWaiting.getAsLong(), now))
        : List.of();
  }
}
