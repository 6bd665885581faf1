package dev.recur.billing.topology;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a task has read what others wrote to it. After a stop a command that was written before a
 * charge fell due may lie behind others, unread; taken first, the charge would be one that somebody
 * had called off in time. So as long as records come that have waited, what falls due is taken no
 * further than to the time of the latest of them.
 */
final class ReadThrough {
  /** A record that is so old when it is read has waited, and so may have those behind it. */
  private static final Duration WAITED = Duration.ofSeconds(10);

  /** When for so long none was read that had waited, none is left: a poll takes much less. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private Instant through = Instant.EPOCH;
  private Instant readAt;

  /**
   * Of a task that has read nothing yet.
   *
   * @param now real time
   */
  ReadThrough(Instant now) {
    readAt = now;
  }

  /**
   * A record is read.
   *
   * @param recordedAt when the broker took it
   * @param now real time
   */
  void read(Instant recordedAt, Instant now) {
    boolean waited = Duration.between(recordedAt, now).compareTo(WAITED) > 0;
    through = waited ? recordedAt : Instant.MAX;
    readAt = now;
  }

  /** The time up to which may be taken what falls due by {@code now}. */
  Instant dueThrough(Instant now) {
    // By a clock that was put back, it would be long until then.
    boolean quiet = Duration.between(readAt, now).abs().compareTo(QUIET) >= 0;
    return quiet || now.isBefore(through) ? now : through;
  }
}
