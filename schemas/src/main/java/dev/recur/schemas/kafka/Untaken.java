package dev.recur.schemas.kafka;

import dev.recur.schemas.topic.TopicSpec;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/**
 * What becomes of records that a topology does not take.
 *
 * @param deadLetters makes dead letters of what cannot be used
 * @param passedOver counts what was read before
 */
public record Untaken(DeadLetters deadLetters, TopicCounter passedOver) {

  /**
   * Counted, both.
   *
   * @param reader who reads, for example {@code notifier}
   * @param registry shows the counts
   * @param read the topics that are read
   */
  public static Untaken of(String reader, MeterRegistry registry, List<TopicSpec<?>> read) {
    return new Untaken(
        new DeadLetters(reader, TopicCounter.deadLetters(registry, read)::count),
        TopicCounter.passedOver(registry, reader, read));
  }
}
