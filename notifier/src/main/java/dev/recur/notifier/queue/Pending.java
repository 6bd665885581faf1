package dev.recur.notifier.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * A delivery that is neither acknowledged nor given up.
 *
 * @param attempts how many were made
 * @param dueAt when the next is due; empty: it waits for its turn
 */
public record Pending(int attempts, Optional<Instant> dueAt) {

  /** Number of the attempt that comes next, from 1. */
  public int nextAttempt() {
    return attempts + 1;
  }

  /**
   * The delivery after a change that concerns it.
   *
   * @param before empty for a delivery that was not known
   * @return empty when there is nothing left to do
   */
  public static Optional<Pending> after(Optional<Pending> before, Change change) {
    return switch (change) {
      case Change.Accepted(_, var dueAt) -> Optional.of(new Pending(0, dueAt));
      case Change.TurnGiven(_, Instant dueAt) ->
          before.map(pending -> new Pending(pending.attempts, Optional.of(dueAt)));
      case Change.RetryDue(_, int attempts, Instant dueAt) ->
          Optional.of(new Pending(attempts, Optional.of(dueAt)));
      case Change.Acknowledged _, Change.Exhausted _ -> Optional.empty();
    };
  }
}
