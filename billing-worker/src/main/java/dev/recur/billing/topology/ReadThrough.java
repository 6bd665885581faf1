package dev.recur.billing.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How far a task has read what others wrote to it. After a stop a command that was written before a
 * charge fell due may lie behind others, unread; taken first, the charge would be one that somebody
 * had called off in time. So what falls due is taken no further than to the time up to which all
 * was read, of each topic: Kafka Streams takes records of several topics in the order of their
 * times, but does not wait for one of which it last heard that nothing was left, however long ago.
 */
final class ReadThrough {
  /** So far behind is no matter: what is written now may be under way anyway. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(10);

  /** Of one topic. */
  private static final class Reading {
    private long taken = -1;
    private Instant through = Instant.EPOCH;

    void reached(Instant time) {
      through = time.isAfter(through) ? time : through;
    }
  }

  private final Unread unread;
  private final int partition;
  private final Map<String, Reading> readings = new HashMap<>();

  /**
   * Of a task that begins.
   *
   * @param topics that it reads
   * @param partition of them
   */
  ReadThrough(Unread unread, Set<String> topics, int partition) {
    this.unread = unread;
    this.partition = partition;
    topics.forEach(topic -> readings.put(topic, new Reading()));
    unread.begin(partition);
  }

  /**
   * A record is taken.
   *
   * @param recordedAt when the broker took it
   * @param now real time
   */
  void read(String topic, long offset, Instant recordedAt, Instant now) {
    Reading reading = Objects.requireNonNull(readings.get(topic));
    reading.taken = offset;
    reading.reached(recordedAt.isBefore(now) ? recordedAt : now);
  }

  /** The time up to which may be taken what falls due by {@code now}. */
  Instant dueThrough(Instant now) {
    Instant through = Instant.MAX;
    for (Map.Entry<String, Reading> topic : readings.entrySet()) {
      Reading reading = topic.getValue();
      unread
          .nothingSince(topic.getKey(), partition, reading.taken)
          .map(now::minus)
          .ifPresent(reading::reached);
      through = reading.through.isBefore(through) ? reading.through : through;
    }
    return Duration.between(through, now).compareTo(BEHIND_MAX) > 0 ? through : now;
  }
}
