package dev.recur.schemas.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as the broker knows it: one of the catalogue, or the dead letters of one.
 *
 * @param config Kafka's topic settings, except those that depend on the size of the cluster
 */
record CatalogueTopic(String name, PartitionRule partitions, Map<String, String> config) {

  /** How long dead letters are kept: long enough to find the cause and put them back. */
  static final Retention DEAD_LETTER_RETENTION = new Retention.For(Duration.ofDays(30));

  /** Dead letters have no order to keep and are few. */
  private static final PartitionRule DEAD_LETTER_PARTITIONS = new PartitionRule.Own(1);

  /** Largest dead letter, in bytes: the largest record and what says why it is dead. */
  private static final int DEAD_LETTER_BYTES_MAX =
      TopicSpec.MESSAGE_BYTES_MAX + TopicSpec.DEAD_LETTER_ADDED_BYTES_MAX;

  /** Every topic there is. */
  static List<CatalogueTopic> all() {
    return Topics.all().stream().flatMap(spec -> of(spec).stream()).toList();
  }

  /** A topic and its dead letters. */
  static List<CatalogueTopic> of(TopicSpec<?> spec) {
    return Stream.of(
            new CatalogueTopic(spec.name(), spec.partitions(), spec.config()),
            new CatalogueTopic(spec.deadLetters(), DEAD_LETTER_PARTITIONS, deadLetterConfig()))
        .toList();
  }

  private static Map<String, String> deadLetterConfig() {
    Map<String, String> config = new TreeMap<>(DEAD_LETTER_RETENTION.config());
    config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TimestampType.CREATE_TIME.configValue());
    config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(DEAD_LETTER_BYTES_MAX));
    return config;
  }
}
