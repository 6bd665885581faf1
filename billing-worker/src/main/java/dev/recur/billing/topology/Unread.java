package dev.recur.billing.topology;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What lies on a task's topics and was not taken yet. Asked on the task's own thread. */
public interface Unread {

  /** For tasks that are given every record before time goes on. */
  Unread NOTHING = (_, _) -> Optional.of(Duration.ZERO);

  /**
   * A task begins. What it takes first lies where its last transaction ended, so nothing that was
   * fetched before counts.
   *
   * @param partition of the topics that it reads
   */
  default void begin(int partition) {}

  /**
   * How long ago nothing was left: what had been written by then is taken.
   *
   * @param partition of the topics that the task reads
   * @param taken offset of the latest record that it took since it began, by topic
   * @return empty while something is left, or nobody knows
   */
  Optional<Duration> nothingSince(int partition, Map<String, Long> taken);
}
