package dev.recur.notifier.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a lane is doing, as its merchant sees it.
 *
 * @param status whether it is attempted
 * @param reason why it is not ACTIVE, in one sentence
 * @param since real time since when it has this status
 * @param failingSince real time of the first attempt that failed since the last acknowledgement, or
 *     since failures went on after a time without any
 * @param lastFailedAt real time of the latest of them; a restart may know an earlier one
 * @param round how often it recovered: what came to be held in an earlier round is released
 */
public record Health(
    Status status,
    Optional<String> reason,
    Instant since,
    Optional<Instant> failingSince,
    Optional<Instant> lastFailedAt,
    long round) {

  /** After how long without an acknowledgement, while attempts fail, a lane counts as failing. */
  public static final Duration FAILING_AFTER = Duration.ofHours(24);

  /** After how long without an acknowledgement, while planned attempts fail, a lane is closed. */
  public static final Duration DISABLED_AFTER = Duration.ofDays(5);

  /**
   * Failures further apart than this do not belong together: in between nothing was tried, and
   * nothing is known. More than the longest pause of any schedule, a day and a fifth.
   */
  public static final Duration GOES_ON_WITHIN = Duration.ofHours(36);

  /**
   * How old the last failure may be that a restart knows; small against the time they may be apart.
   */
  private static final Duration WRITTEN_EVERY = Duration.ofHours(1);

  /** Failures of less than this are not worth being remembered across a restart. */
  private static final Duration REMEMBERED_AFTER = Duration.ofMinutes(1);

  /** Whether a lane is attempted. */
  public enum Status {
    /** Attempted. */
    ACTIVE,
    /** Attempted; nothing was acknowledged for a day, or for all attempts at a delivery. */
    FAILING,
    /** Held: nothing is attempted until it is enabled. */
    DISABLED
  }

  /** The health of a lane of which nothing is known. */
  public static final Health UNKNOWN =
      new Health(
          Status.ACTIVE, Optional.empty(), Instant.EPOCH, Optional.empty(), Optional.empty(), 0);

  /** What deliveries ask of it. */
  public Rules.Gate gate() {
    return new Rules.Gate(status != Status.DISABLED, round);
  }

  /**
   * The health after an attempt.
   *
   * @param changes what came of it for the delivery; nothing where that is not known any more
   * @param closes false for a lane that only a person closes
   */
  public Health attempted(Attempt attempt, List<Change> changes, Instant now, boolean closes) {
    if (status == Status.DISABLED) {
      return this;
    }
    Health next = answered(attempt, isNews(changes), now, closes);
    return next.status == Status.ACTIVE && isDown(changes)
        ? next.failing(
            "None of a delivery's attempts was acknowledged, nor anything else meanwhile.", now)
        : next;
  }

  /**
   * False where the delivery is held: its attempts are over, and this one was to find out. Nor is
   * an outcome news that changes nothing, as that of an attempt which was made twice.
   */
  private static boolean isNews(List<Change> changes) {
    return !changes.isEmpty() && !(changes.getFirst() instanceof Change.Counted);
  }

  /**
   * A delivery was attempted as often as it is, and nothing was acknowledged since: not this one
   * alone is in trouble. It takes less than a day, if the pauses happen to be short.
   */
  private boolean isDown(List<Change> changes) {
    return !changes.isEmpty()
        && changes.getFirst() instanceof Change.Exhausted exhausted
        && failingSince.filter(first -> !first.isAfter(exhausted.begunBy())).isPresent();
  }

  private Health answered(Attempt attempt, boolean isNews, Instant now, boolean closes) {
    return switch (attempt.answer()) {
      // What was lost or went wrong here, or was for nobody, says nothing about the receiver; nor
      // does a mail server that puts off one e-mail.
      case LOST, NOBODY, OUR_FAULT, DEFERRED -> this;
      // A server that says of one buyer that nothing can be delivered works.
      case ACKNOWLEDGED, UNDELIVERABLE -> acknowledged(now);
      case GONE -> disabled("The receiver answered 410 Gone.", now);
      // That nobody may post to its URL is the receiver's: its merchant has to see it.
      // Only what is to be told anew closes a lane in the end, and no probe.
      case REFUSED, OVERLOADED, BROKEN, NONE, NOT_ALLOWED ->
          isNews ? failed(attempt, now, closes) : this;
    };
  }

  private Health failed(Attempt attempt, Instant now, boolean closes) {
    Instant first =
        lastFailedAt
            .filter(last -> !last.plus(GOES_ON_WITHIN).isBefore(attempt.startedAt()))
            .flatMap(_ -> failingSince)
            .orElse(attempt.startedAt());
    Health failed =
        new Health(
            status, reason, since, Optional.of(first), Optional.of(attempt.startedAt()), round);
    Duration failing = Duration.between(first, now);
    if (closes && failing.compareTo(DISABLED_AFTER) >= 0) {
      return failed.disabled("Nothing was acknowledged for 5 days.", now);
    }
    return failing.compareTo(FAILING_AFTER) >= 0 && status == Status.ACTIVE
        ? failed.failing("Nothing was acknowledged for 24 hours.", now)
        : failed;
  }

  private Health failing(String why, Instant now) {
    return new Health(Status.FAILING, Optional.of(why), now, failingSince, lastFailedAt, round);
  }

  private Health acknowledged(Instant now) {
    return switch (status) {
      case FAILING -> active(now);
      case ACTIVE, DISABLED ->
          failingSince.isEmpty()
              ? this
              : new Health(status, reason, since, Optional.empty(), Optional.empty(), round);
    };
  }

  /** The health after somebody said that nothing is to be attempted. */
  public Health disabled(String why, Instant now) {
    return status == Status.DISABLED
        ? this
        : new Health(Status.DISABLED, Optional.of(why), now, failingSince, lastFailedAt, round);
  }

  /** The health after somebody said that it is to be attempted again: what is held is released. */
  public Health enabled(Instant now) {
    return active(now);
  }

  private Health active(Instant now) {
    return new Health(
        Status.ACTIVE,
        Optional.empty(),
        status == Status.ACTIVE ? since : now,
        Optional.empty(),
        Optional.empty(),
        round + 1);
  }

  /**
   * True when a restart must find this and not what was written last. A lane that sometimes fails
   * changes with every outcome; writing each of them would cost as much as the deliveries.
   */
  public boolean isWorthWriting(Health written, Instant now) {
    if (status != written.status || round != written.round) {
      return true;
    }
    return failingSince
        .map(first -> !now.isBefore(first.plus(REMEMBERED_AFTER)) && isAhead(written))
        .orElse(written.failingSince.isPresent());
  }

  private boolean isAhead(Health written) {
    return !failingSince.equals(written.failingSince)
        || Duration.between(
                    written.lastFailedAt.orElse(Instant.EPOCH), lastFailedAt.orElse(Instant.EPOCH))
                .compareTo(WRITTEN_EVERY)
            >= 0;
  }
}
