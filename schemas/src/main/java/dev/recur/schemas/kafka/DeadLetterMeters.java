package dev.recur.schemas.kafka;

import dev.recur.schemas.topic.TopicSpec;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the records that are put aside, by the topic they lay on: each waits for somebody, and
 * deploy/observability/alerts alarms. Where a transaction is given up and made again, its records
 * are counted again.
 */
public final class DeadLetterMeters {

  private final MeterRegistry registry;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  /**
   * Counters that are there from the start, since one that begins with 1 has not risen.
   *
   * @param read the topics of which a record may be put aside here
   */
  public DeadLetterMeters(MeterRegistry registry, List<TopicSpec<?>> read) {
    this.registry = registry;
    read.forEach(topic -> counter(topic.name()));
  }

  /** One record of this topic was put aside. */
  public void count(String topic) {
    counter(topic).increment();
  }

  private Counter counter(String topic) {
    return counters.computeIfAbsent(
        topic,
        name ->
            Counter.builder("recur.dead.letters")
                .description("Records that could not be used and were put aside")
                .tag("topic", name)
                .register(registry));
  }
}
