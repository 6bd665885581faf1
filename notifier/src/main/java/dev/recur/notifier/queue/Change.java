package dev.recur.notifier.queue;

import dev.recur.notifier.queue.Pending.Kind;
import dev.recur.notifier.queue.Pending.Status;
import java.time.Instant;
import java.util.Optional;

/** What a decision changes about one delivery, named by its sequence. */
public sealed interface Change {

  /** Sequence of the delivery's event. */
  long sequence();

  /** It was taken in. */
  record Accepted(long sequence, Kind kind, Status status) implements Change {}

  /** Its turn has come: the first attempt is due. */
  record TurnGiven(long sequence, Instant dueAt) implements Change {}

  /**
   * It was not acknowledged and is tried again.
   *
   * @param attempts how many were made
   */
  record RetryDue(long sequence, int attempts, Instant dueAt) implements Change {}

  /** Somebody asked for it while it waited for its next attempt: one more is due before that. */
  record Hastened(long sequence, Instant dueAt) implements Change {}

  /**
   * The attempt that somebody asked for was not acknowledged: the schedule's next one comes when it
   * would have come anyway.
   *
   * @param attempts how many were made
   */
  record HastenedInVain(long sequence, int attempts, Instant dueAt) implements Change {}

  /**
   * It was acknowledged, or there is nobody to be told.
   *
   * @param received false where there is nobody
   */
  record Acknowledged(long sequence, int attempts, boolean received) implements Change {}

  /**
   * It was not acknowledged, and the schedule is over: it is held.
   *
   * @param round the lane's round
   * @param begunBy the schedule's first attempt was made then or before
   * @param tell true when the merchant is to be told, which happens once
   */
  record Exhausted(long sequence, int attempts, long round, Instant begunBy, boolean tell)
      implements Change {}

  /**
   * It is held, and was not acknowledged when it was attempted to see whether the receiver is back,
   * or before it came to be held.
   */
  record Counted(long sequence, int attempts) implements Change {}

  /** Its lane is closed: no attempt is made for now. */
  record Held(long sequence, long round) implements Change {}

  /** Its lane is open again: one attempt, and then the schedule anew. */
  record Released(long sequence, Status status) implements Change {}

  /**
   * It was held for as long as anything is, or can never be delivered: it is no longer kept, or the
   * buyer's mail server will not have it.
   *
   * @param attempts how many were made
   * @param reason why it can never be delivered, in one sentence; empty: it was held for too long
   * @param tell true when the merchant is to be told, which happens once
   */
  record Expired(long sequence, int attempts, Optional<String> reason, boolean tell)
      implements Change {}
}
