package dev.recur.notifier.queue;

import java.time.Instant;
import java.util.Optional;

/** What a decision changes about one delivery, named by its sequence. */
public sealed interface Change {

  /** Sequence of the delivery's event. */
  long sequence();

  /**
   * It was taken in.
   *
   * @param dueAt when its first attempt is due; empty: it waits for its turn
   */
  record Accepted(long sequence, Optional<Instant> dueAt) implements Change {}

  /** Its turn has come: the first attempt is due. */
  record TurnGiven(long sequence, Instant dueAt) implements Change {}

  /**
   * It was not acknowledged and is tried again.
   *
   * @param attempts how many were made
   */
  record RetryDue(long sequence, int attempts, Instant dueAt) implements Change {}

  /** It was acknowledged. */
  record Acknowledged(long sequence, int attempts) implements Change {}

  /** It was not acknowledged, and the schedule is over. */
  record Exhausted(long sequence, int attempts) implements Change {}
}
