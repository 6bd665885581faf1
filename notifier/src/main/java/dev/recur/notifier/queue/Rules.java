package dev.recur.notifier.queue;

import dev.recur.notifier.queue.Pending.Kind;
import dev.recur.notifier.queue.Pending.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides, for the deliveries of one subscription in one lane.
 *
 * <p>They stand in a line, in sequence. Its head is the first one that those behind it wait for
 * ({@link Pending#holdsUp}); only a head gets a turn. Inputs may come again, late or twice, as they
 * do after a crash; then they change nothing.
 */
public final class Rules {

  /** Longest a receiver's wish to be left alone is followed. */
  static final Duration RETRY_AFTER_MAX = Duration.ofHours(6);

  private Rules() {}

  /**
   * What a lane is now.
   *
   * @param open false when nothing is attempted and everything is held
   * @param round how often it recovered
   */
  public record Gate(boolean open, long round) {

    /** Open since ever: whatever is held there was attempted as often as it is. */
    public static final Gate NEVER_CLOSED = new Gate(true, 0);
  }

  /**
   * A delivery is there.
   *
   * @param acceptedThrough sequence of the last one that was taken in; 0 for none
   * @param waits true when somebody of the same line is waited for
   */
  public static List<Change> arrived(
      long acceptedThrough, long sequence, boolean waits, Gate gate, Instant now) {
    if (sequence <= acceptedThrough) {
      return List.of();
    }
    Status status =
        gate.open()
            ? waits ? new Status.Waiting() : new Status.Due(now)
            : new Status.Held(gate.round());
    return List.of(new Change.Accepted(sequence, Kind.EVENT, status));
  }

  /**
   * An attempt is over.
   *
   * @param pending the delivery; empty when it is not known any more, or not yet
   * @param deliveryId what its jitter is made from
   */
  public static List<Change> attempted(
      Optional<Pending> pending, Attempt attempt, Schedule schedule, String deliveryId, Gate gate) {
    if (pending.isEmpty()) {
      return List.of();
    }
    // The receiver has it, whichever of several attempts it was; or nobody is there to have it.
    if (attempt.isAcknowledged() || attempt.answer() == Answer.NOBODY) {
      return List.of(
          new Change.Acknowledged(attempt.sequence(), attempt.number(), attempt.isAcknowledged()));
    }
    Pending before = pending.get();
    // Two owners may make the same attempt around a rebalance: the first outcome counts.
    if (attempt.number() != before.nextAttempt()) {
      return List.of();
    }
    if (attempt.answer().isFinal()) {
      return List.of(
          new Change.Expired(
              attempt.sequence(),
              attempt.number(),
              Optional.of(
                  attempt.answer() == Answer.LOST
                      ? "What was to be delivered is no longer kept."
                      : "The mail server will never take it for this buyer."),
              !before.told()));
    }
    if (before.status() instanceof Status.Held) {
      return List.of(new Change.Counted(attempt.sequence(), attempt.number()));
    }
    // One that was asked for has no place in the plan, unless it took that of the next.
    Optional<Instant> planned = before.planned().filter(attempt.startedAt()::isBefore);
    if (planned.isPresent()) {
      return List.of(
          new Change.HastenedInVain(
              attempt.sequence(), attempt.number(), dueAt(attempt, planned.get())));
    }
    Optional<Duration> pause =
        schedule.pauseAfter(attempt.number() - before.attemptsBefore(), deliveryId);
    return List.of(
        pause.isPresent()
            ? new Change.RetryDue(
                attempt.sequence(),
                attempt.number(),
                dueAt(attempt, attempt.startedAt().plus(pause.get())))
            : new Change.Exhausted(
                attempt.sequence(),
                attempt.number(),
                gate.round(),
                attempt.startedAt().minus(schedule.spanMin()),
                !before.told()));
  }

  /** The receiver's wish may put off what is planned, never bring it forward. */
  private static Instant dueAt(Attempt attempt, Instant planned) {
    Instant latest = attempt.startedAt().plus(RETRY_AFTER_MAX);
    return attempt
        .retryAfter()
        .map(wish -> wish.isAfter(latest) ? latest : wish)
        .filter(planned::isBefore)
        .orElse(planned);
  }

  /**
   * The line may have moved: its head gets a turn if it waits for one.
   *
   * @param sequence of the head
   */
  public static List<Change> giveTurn(long sequence, Pending head, Instant now) {
    return head.status() instanceof Status.Waiting
        ? List.of(new Change.TurnGiven(sequence, now))
        : List.of();
  }

  /** It is due, and its lane is closed. */
  public static Change hold(long sequence, Gate gate) {
    return new Change.Held(sequence, gate.round());
  }

  /** It is held, and its lane is open again. One that was never attempted goes back in line. */
  public static Change release(long sequence, Pending held, Instant now) {
    return new Change.Released(
        sequence, held.isFirst() ? new Status.Waiting() : new Status.Due(now));
  }

  /** It is held; empty as long as its time is not over. */
  public static Optional<Change> expire(
      long sequence, Pending held, Instant createdAt, Instant now) {
    return now.isBefore(createdAt.plus(Pending.HELD_MAX))
        ? Optional.empty()
        : Optional.of(
            new Change.Expired(sequence, held.attempts(), Optional.empty(), !held.told()));
  }

  /**
   * Somebody asks for a delivery once more. What is pending already is not made twice: one attempt
   * more is due now, unless its turn has not come, and the plan stays as it was. What was not taken
   * in yet comes by itself.
   *
   * @param acceptedThrough sequence of the last one that was taken in; 0 for none
   */
  public static List<Change> replayed(
      long acceptedThrough, long sequence, Optional<Pending> pending, Instant now) {
    if (sequence > acceptedThrough) {
      return List.of();
    }
    if (pending.isEmpty()) {
      return List.of(new Change.Accepted(sequence, Kind.REPLAY, new Status.Due(now)));
    }
    return switch (pending.get().status()) {
      case Status.Waiting() -> List.of();
      case Status.Due(Instant at) ->
          at.isAfter(now) ? List.of(new Change.Hastened(sequence, now)) : List.of();
      case Status.Held _ -> List.of(release(sequence, pending.get(), now));
    };
  }
}
