package dev.recur.benchmark.rig;

import dev.recur.schemas.kafka.ByteClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * What was written to a topic.
 *
 * @param values records with a value
 * @param deletions records without one
 * @param bytes of keys, values and headers, before they are compressed
 * @param last the last one with a value
 */
public record Written(int values, int deletions, long bytes, Optional<Template> last) {

  private static final Duration POLL = Duration.ofMillis(200);

  /** Nothing was. */
  public static final Written NOTHING = new Written(0, 0, 0, Optional.empty());

  /** Where some topics end, to say later what came after it. */
  public record Mark(Map<TopicPartition, Long> ends) {

    public Mark {
      ends = Map.copyOf(ends);
    }

    /** Where they end now. */
    public static Mark now(Map<String, Object> config, Collection<String> topics) {
      try (Consumer<byte[], byte[]> consumer = ByteClients.consumer(config)) {
        return new Mark(consumer.endOffsets(partitions(consumer, topics)));
      }
    }

    /** Where they begin. */
    public static Mark beginning(Map<String, Object> config, Collection<String> topics) {
      try (Consumer<byte[], byte[]> consumer = ByteClients.consumer(config)) {
        return new Mark(consumer.beginningOffsets(partitions(consumer, topics)));
      }
    }

    private static List<TopicPartition> partitions(
        Consumer<byte[], byte[]> consumer, Collection<String> topics) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : topics) {
        consumer
            .partitionsFor(topic)
            .forEach(it -> partitions.add(new TopicPartition(topic, it.partition())));
      }
      return partitions;
    }
  }

  /** All records together. */
  public int records() {
    return values + deletions;
  }

  /** What was committed to each topic after a mark. */
  public static Map<String, Written> since(Mark mark, Map<String, Object> config) {
    Map<String, Written> written = new HashMap<>();
    try (Consumer<byte[], byte[]> consumer = ByteClients.consumer(config)) {
      consumer.assign(mark.ends().keySet());
      mark.ends().forEach(consumer::seek);
      Map<TopicPartition, Long> ends = consumer.endOffsets(mark.ends().keySet());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          written.merge(record.topic(), NOTHING.and(record), (before, _) -> before.and(record));
        }
      }
    }
    return written;
  }

  private Written and(ConsumerRecord<byte[], byte[]> record) {
    long more = record.key().length;
    for (Header header : record.headers()) {
      more += header.key().length() + header.value().length;
    }
    return record.value() == null
        ? new Written(values, deletions + 1, bytes + more, last)
        : new Written(
            values + 1,
            deletions,
            bytes + more + record.value().length,
            Optional.of(Template.of(record)));
  }
}
