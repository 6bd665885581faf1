package dev.recur.benchmark.bare;

import java.util.Map;

/**
 * How a cycle loop goes about it.
 *
 * @param tickMs milliseconds between two looks at what is due
 * @param itemsPerBiteMax most that a task takes of it at once
 * @param streams properties of the topology, over those that the services have
 */
public record CyclePace(int tickMs, int itemsPerBiteMax, Map<String, String> streams) {

  public CyclePace {
    streams = Map.copyOf(streams);
  }

  /** As the worker goes about it, with its settings. */
  public static CyclePace ofWorker() {
    return new CyclePace(50, 500, Map.of());
  }

  /**
   * As fast as the machine can, in the same transactions: every 100 ms.
   *
   * <ul>
   *   <li>A Streams thread that is given no records waits {@code poll.ms} for some, the services'
   *       for 20 ms, before it looks again at the clock, and what is due here are no records.
   *   <li>With larger bites it stops less often.
   *   <li>Bytes that do not compress are not offered for compression.
   * </ul>
   */
  public static CyclePace best() {
    return new CyclePace(5, 5_000, Map.of("poll.ms", "5", "producer.compression.type", "none"));
  }
}
