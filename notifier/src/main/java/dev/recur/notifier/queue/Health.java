package dev.recur.notifier.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a lane is doing, as its merchant sees it.
 *
 * @param status whether it is attempted
 * @param reason why it is not ACTIVE, in one sentence
 * @param since real time since when it has this status
 * @param failingSince real time of the first attempt that failed since the last acknowledgement
 * @param round how often it recovered: what came to be held in an earlier round is released
 */
public record Health(
    Status status,
    Optional<String> reason,
    Instant since,
    Optional<Instant> failingSince,
    long round) {

  /** After how long without an acknowledgement, while attempts fail, a lane counts as failing. */
  public static final Duration FAILING_AFTER = Duration.ofHours(24);

  /** After how long without an acknowledgement, while attempts fail, a lane is closed. */
  public static final Duration DISABLED_AFTER = Duration.ofDays(5);

  /** Failures of less than this are not worth being remembered across a restart. */
  private static final Duration REMEMBERED_AFTER = Duration.ofMinutes(1);

  /** Whether a lane is attempted. */
  public enum Status {
    /** Attempted. */
    ACTIVE,
    /** Attempted; nothing was acknowledged for a day. */
    FAILING,
    /** Held: nothing is attempted until it is enabled. */
    DISABLED
  }

  /** The health of a lane of which nothing is known. */
  public static final Health UNKNOWN =
      new Health(Status.ACTIVE, Optional.empty(), Instant.EPOCH, Optional.empty(), 0);

  /** What deliveries ask of it. */
  public Rules.Gate gate() {
    return new Rules.Gate(status != Status.DISABLED, round);
  }

  /** The health after an attempt. */
  public Health attempted(Attempt attempt, Instant now) {
    // What was lost or went wrong here, or was for nobody, says nothing about the receiver. That
    // nobody may post to its URL does: its merchant has to see it.
    if (status == Status.DISABLED
        || attempt.answer() == Answer.LOST
        || attempt.answer() == Answer.NOBODY
        || attempt.answer() == Answer.OUR_FAULT) {
      return this;
    }
    // A server that says of one buyer that nothing can be delivered works.
    if (attempt.isAcknowledged() || attempt.answer() == Answer.UNDELIVERABLE) {
      return acknowledged(now);
    }
    if (attempt.answer() == Answer.GONE) {
      return disabled("The receiver answered 410 Gone.", now);
    }
    Instant first = failingSince.orElse(attempt.startedAt());
    Duration failing = Duration.between(first, now);
    if (failing.compareTo(DISABLED_AFTER) >= 0) {
      return disabled("Nothing was acknowledged for 5 days.", now);
    }
    if (failing.compareTo(FAILING_AFTER) >= 0 && status == Status.ACTIVE) {
      return new Health(
          Status.FAILING,
          Optional.of("Nothing was acknowledged for 24 hours."),
          now,
          Optional.of(first),
          round);
    }
    return failingSince.isPresent()
        ? this
        : new Health(status, reason, since, Optional.of(first), round);
  }

  private Health acknowledged(Instant now) {
    return switch (status) {
      case FAILING -> active(now);
      case ACTIVE, DISABLED ->
          failingSince.isEmpty()
              ? this
              : new Health(status, reason, since, Optional.empty(), round);
    };
  }

  /** The health after somebody said that nothing is to be attempted. */
  public Health disabled(String why, Instant now) {
    return status == Status.DISABLED
        ? this
        : new Health(Status.DISABLED, Optional.of(why), now, failingSince, round);
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
        .map(
            first ->
                !failingSince.equals(written.failingSince)
                    && !now.isBefore(first.plus(REMEMBERED_AFTER)))
        .orElse(written.failingSince.isPresent());
  }
}
