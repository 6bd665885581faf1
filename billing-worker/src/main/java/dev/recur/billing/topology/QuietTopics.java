package dev.recur.billing.topology;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Takes it that nothing is left for a task to which nothing came for a while: Kafka Streams does
 * not tell its processors more. A thread that reads many partitions, one after the other, may be
 * elsewhere for longer; then what falls due is taken before what lies unread, as it was written.
 */
public final class QuietTopics implements Unread {

  /** A poll takes much less, as a rule. */
  private static final Duration QUIET_AFTER = Duration.ofSeconds(2);

  /**
   * A task.
   *
   * @param taken what it had taken when it was looked at last
   * @param sinceNanos since when that is all
   */
  private record Task(Map<String, Long> taken, long sinceNanos) {}

  private final LongSupplier monotonicNanos;
  private final Map<Integer, Task> tasks = new ConcurrentHashMap<>();

  /** By a clock that nobody puts back. */
  public QuietTopics(LongSupplier monotonicNanos) {
    this.monotonicNanos = monotonicNanos;
  }

  @Override
  public void begin(int partition) {
    tasks.put(partition, new Task(Map.of(), monotonicNanos.getAsLong()));
  }

  @Override
  public Optional<Duration> nothingSince(int partition, Map<String, Long> taken) {
    long now = monotonicNanos.getAsLong();
    Task task = tasks.get(partition);
    if (task == null || !task.taken().equals(taken)) {
      tasks.put(partition, new Task(Map.copyOf(taken), now));
      return Optional.empty();
    }
    return now - task.sinceNanos() >= QUIET_AFTER.toNanos()
        ? Optional.of(Duration.ZERO)
        : Optional.empty();
  }
}
