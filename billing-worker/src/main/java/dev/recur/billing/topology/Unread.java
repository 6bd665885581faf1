package dev.recur.billing.topology;

import java.time.Duration;
import java.util.Optional;

/** What lies on a task's topics and was not taken yet. Asked on the task's own thread. */
public interface Unread {

  /** For tasks that are given every record before time goes on. */
  Unread NOTHING = (_, _, _) -> Optional.of(Duration.ZERO);

  /**
   * A task begins. What it takes first lies where its last transaction ended, so nothing that was
   * fetched before counts.
   *
   * @param partition of the topics that it reads
   */
  default void begin(int partition) {}

  /**
   * How long ago nothing was left of one of the topics: what had been written to it by then is
   * taken.
   *
   * @param partition of it that the task reads
   * @param taken offset of the latest record of it that the task took since it began; -1 before
   * @return empty while something is left, or nobody knows
   */
  Optional<Duration> nothingSince(String topic, int partition, long taken);
}
