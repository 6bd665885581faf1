package dev.recur.billing.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How far a task has read what others wrote to it. After a stop a command that was written before a
 * charge fell due may lie behind others, unread; taken first, the charge would be one that somebody
 * had called off in time. So what falls due is taken no further than to the time up to which all
 * was read.
 */
final class ReadThrough {
  /** So far behind is no matter: what is written now may be under way anyway. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(10);

  private final Unread unread;
  private final int partition;
  private final Map<String, Long> taken = new HashMap<>();

  private Instant through = Instant.EPOCH;

  /**
   * Of a task that begins.
   *
   * @param partition of the topics that it reads
   */
  ReadThrough(Unread unread, int partition) {
    this.unread = unread;
    this.partition = partition;
    unread.begin(partition);
  }

  /**
   * A record is taken. Those of several topics come in the order of their times.
   *
   * @param recordedAt when the broker took it
   * @param now real time
   */
  void read(String topic, long offset, Instant recordedAt, Instant now) {
    taken.put(topic, offset);
    reached(recordedAt.isBefore(now) ? recordedAt : now);
  }

  /** The time up to which may be taken what falls due by {@code now}. */
  Instant dueThrough(Instant now) {
    unread.nothingSince(partition, taken).map(now::minus).ifPresent(this::reached);
    return Duration.between(through, now).compareTo(BEHIND_MAX) > 0 ? through : now;
  }

  private void reached(Instant time) {
    through = time.isAfter(through) ? time : through;
  }
}
