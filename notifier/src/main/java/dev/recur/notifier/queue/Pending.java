package dev.recur.notifier.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A delivery that is neither acknowledged nor over.
 *
 * @param kind why it is there
 * @param attempts how many were made
 * @param attemptsBefore how many of them its schedule does not count: they were made before it
 *     began anew, or somebody asked for them
 * @param told true when the merchant was told that its attempts are used up
 * @param planned when the schedule's next attempt is due, while one that somebody asked for comes
 *     before it
 * @param status what comes next
 */
public record Pending(
    Kind kind,
    int attempts,
    int attemptsBefore,
    boolean told,
    Optional<Instant> planned,
    Status status) {

  /**
   * How long after it was made a delivery that is held leaves. Its record stays on
   * webhook.deliveries for 90 days, where a replay finds it.
   */
  public static final Duration HELD_MAX = Duration.ofDays(30);

  /** Why a delivery is pending. */
  public enum Kind {
    /** An event is to be told. */
    EVENT,
    /** Somebody asked for it once more; it takes no part in the order. */
    REPLAY
  }

  /** What comes next. */
  public sealed interface Status {
    /** It waits for its turn. */
    record Waiting() implements Status {}

    /** The next attempt is due then, or in the air. */
    record Due(Instant at) implements Status {}

    /**
     * No attempt is made until its lane recovers, but now and then to see whether it did.
     *
     * @param round the lane's round in which it came to be held
     */
    record Held(long round) implements Status {}
  }

  /** A delivery that was just taken in. */
  static Pending accepted(Kind kind, Status status) {
    return new Pending(kind, 0, 0, false, Optional.empty(), status);
  }

  /** Number of the attempt that comes next, from 1. */
  public int nextAttempt() {
    return attempts + 1;
  }

  /** True for one that is waited for by what comes later of the same subscription. */
  public boolean holdsUp(Ordering ordering) {
    return kind == Kind.EVENT
        && switch (ordering) {
          case BEST_EFFORT -> attempts == 0;
          case STRICT -> true;
        };
  }

  /** True for an attempt that may use the room that is kept for first ones. */
  public boolean isFirst() {
    return kind == Kind.EVENT && attempts == 0;
  }

  /**
   * The delivery after a change that concerns it.
   *
   * @param before empty for a delivery that was not known
   * @return empty when there is nothing left to do
   */
  public static Optional<Pending> after(Optional<Pending> before, Change change) {
    return switch (change) {
      case Change.Accepted(_, Kind kind, Status status) -> Optional.of(accepted(kind, status));
      case Change.TurnGiven(_, Instant at) -> before.map(it -> it.with(new Status.Due(at)));
      case Change.RetryDue(_, int attempts, Instant at) ->
          before.map(it -> it.attempted(attempts).with(new Status.Due(at)));
      case Change.Hastened(_, Instant at) -> before.map(it -> it.hastened(at));
      case Change.HastenedInVain(_, int attempts, Instant at) ->
          before.map(it -> it.attempted(attempts).notCounted().with(new Status.Due(at)));
      case Change.Exhausted(_, int attempts, long round, _, boolean tell) ->
          before.map(it -> it.attempted(attempts).telling(tell).with(new Status.Held(round)));
      case Change.Counted(_, int attempts) -> before.map(it -> it.attempted(attempts));
      case Change.Held(_, long round) -> before.map(it -> it.with(new Status.Held(round)));
      case Change.Released(_, Status status) -> before.map(it -> it.anew().with(status));
      case Change.Acknowledged _, Change.Expired _ -> Optional.empty();
    };
  }

  private Pending with(Status next) {
    return new Pending(kind, attempts, attemptsBefore, told, Optional.empty(), next);
  }

  private Pending hastened(Instant at) {
    Optional<Instant> next = status instanceof Status.Due(Instant due) ? Optional.of(due) : planned;
    return new Pending(kind, attempts, attemptsBefore, told, next, new Status.Due(at));
  }

  /** The last attempt takes nobody's place in the schedule. */
  private Pending notCounted() {
    return new Pending(kind, attempts, attemptsBefore + 1, told, planned, status);
  }

  private Pending attempted(int count) {
    return new Pending(kind, count, attemptsBefore, told, planned, status);
  }

  private Pending telling(boolean tell) {
    return new Pending(kind, attempts, attemptsBefore, told || tell, planned, status);
  }

  /** The schedule begins from its start. */
  private Pending anew() {
    return new Pending(kind, attempts, attempts, told, planned, status);
  }
}
