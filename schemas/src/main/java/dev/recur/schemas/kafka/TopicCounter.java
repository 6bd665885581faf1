package dev.recur.schemas.kafka;

import dev.recur.schemas.topic.TopicSpec;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts records that are not taken, by the topic they lay on; deploy/observability/alerts alarms.
 * Where a transaction is given up and made again, its records are counted again.
 */
public final class TopicCounter {

  private final MeterRegistry registry;
  private final String name;
  private final String description;
  private final Tags tags;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  /** Counters that are there from the start, since one that begins with 1 has not risen. */
  private TopicCounter(
      MeterRegistry registry, String name, String description, Tags tags, List<TopicSpec<?>> read) {
    this.registry = registry;
    this.name = name;
    this.description = description;
    this.tags = tags;
    read.forEach(topic -> counter(topic.name()));
  }

  /**
   * Counts what is put aside: each waits for somebody.
   *
   * @param read the topics of which a record may be put aside here
   */
  public static TopicCounter deadLetters(MeterRegistry registry, List<TopicSpec<?>> read) {
    return new TopicCounter(
        registry,
        "recur.dead.letters",
        "Records that could not be used and were put aside",
        Tags.empty(),
        read);
  }

  /**
   * Counts what is passed over since it was read before ({@link ReadTo}): a group has lost its
   * offsets.
   *
   * @param reader who reads, for example {@code billing-worker}
   * @param read the topics of which a record may be passed over here
   */
  public static TopicCounter passedOver(
      MeterRegistry registry, String reader, List<TopicSpec<?>> read) {
    return new TopicCounter(
        registry,
        "recur.passed.over",
        "Records that had been read before and were passed over",
        Tags.of("reader", reader),
        read);
  }

  /** One record of this topic was not taken. */
  public void count(String topic) {
    counter(topic).increment();
  }

  private Counter counter(String topic) {
    return counters.computeIfAbsent(
        topic,
        it ->
            Counter.builder(name)
                .description(description)
                .tags(tags.and("topic", it))
                .register(registry));
  }
}
