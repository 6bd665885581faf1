package dev.recur.benchmark.rig;

import dev.recur.schemas.kafka.ByteClients;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * @param latest the last ones with a value, {@link #PATTERNS_MAX} at most
 */
public record Written(int values, int deletions, long bytes, List<Template> latest) {

  /**
   * More than come together in what a producer compresses at once: what is written after their
   * pattern, one after the other, compresses as they did.
   */
  public static final int PATTERNS_MAX = 512;

  private static final Duration POLL = Duration.ofMillis(200);

  /** Nothing was. */
  public static final Written NOTHING = new Written(0, 0, 0, List.of());

  public Written {
    latest = List.copyOf(latest);
  }

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
    Map<String, Count> counts = new HashMap<>();
    try (Consumer<byte[], byte[]> consumer = ByteClients.consumer(config)) {
      consumer.assign(mark.ends().keySet());
      mark.ends().forEach(consumer::seek);
      Map<TopicPartition, Long> ends = consumer.endOffsets(mark.ends().keySet());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          counts.computeIfAbsent(record.topic(), _ -> new Count()).take(record);
        }
      }
    }
    Map<String, Written> written = new HashMap<>();
    counts.forEach((topic, count) -> written.put(topic, count.written()));
    return written;
  }

  /** The last one with a value. */
  public Template last() {
    return latest.getLast();
  }

  /** One topic, while it is read. */
  private static final class Count {

    private final Deque<ConsumerRecord<byte[], byte[]>> latest = new ArrayDeque<>();
    private int values;
    private int deletions;
    private long bytes;

    void take(ConsumerRecord<byte[], byte[]> record) {
      bytes += record.key().length;
      for (Header header : record.headers()) {
        bytes += header.key().length() + header.value().length;
      }
      if (record.value() == null) {
        deletions++;
        return;
      }
      values++;
      bytes += record.value().length;
      latest.addLast(record);
      if (latest.size() > PATTERNS_MAX) {
        latest.removeFirst();
      }
    }

    Written written() {
      return new Written(values, deletions, bytes, latest.stream().map(Template::of).toList());
    }
  }
}
