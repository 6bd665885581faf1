package dev.recur.systemtests.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.topic.TimestampType;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;

/** The broker: what is committed of every topic, and nothing else. */
final class Log {

  /** One record. Nobody changes its bytes. */
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(
      String topic,
      int partition,
      long offset,
      byte[] key,
      byte[] value,
      Headers headers,
      long timestampMs) {

    String keyText() {
      return new String(key, UTF_8);
    }
  }

  private static final Set<String> APPEND_TIME =
      Topics.all().stream()
          .filter(spec -> spec.timestamps() == TimestampType.LOG_APPEND_TIME)
          .map(TopicSpec::name)
          .collect(Collectors.toUnmodifiableSet());

  private final VirtualClock clock;
  private final int partitions;
  private long appended;
  private final Map<String, List<List<Entry>>> topics = new HashMap<>();

  /**
   * An empty log.
   *
   * @param partitions of every topic
   */
  Log(VirtualClock clock, int partitions) {
    this.clock = clock;
    this.partitions = partitions;
  }

  /** How many records were ever appended. */
  long appended() {
    return appended;
  }

  int partitions() {
    return partitions;
  }

  /** Appends to the partition that the key belongs to. */
  Entry append(String topic, byte[] key, byte[] value, Headers headers, long timestampMs) {
    int partition = Identity.partition(new String(key, UTF_8), partitions);
    return append(topic, partition, key, value, headers, timestampMs);
  }

  Entry append(
      String topic, int partition, byte[] key, byte[] value, Headers headers, long timestampMs) {
    List<Entry> entries = partition(topic, partition);
    Entry entry =
        new Entry(
            topic,
            partition,
            entries.size(),
            key,
            value,
            headers,
            APPEND_TIME.contains(topic) ? clock.milliseconds() : timestampMs);
    entries.add(entry);
    appended++;
    return entry;
  }

  long end(String topic, int partition) {
    return partition(topic, partition).size();
  }

  Entry read(String topic, int partition, long offset) {
    return partition(topic, partition).get((int) offset);
  }

  /** All of a topic, partition by partition. */
  List<Entry> all(String topic) {
    List<Entry> all = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      all.addAll(partition(topic, partition));
    }
    return all;
  }

  List<Entry> partition(String topic, int partition) {
    List<List<Entry>> all =
        topics.computeIfAbsent(
            topic,
            _ -> {
              List<List<Entry>> empty = new ArrayList<>();
              for (int number = 0; number < partitions; number++) {
                empty.add(new ArrayList<>());
              }
              return empty;
            });
    return all.get(partition);
  }
}
