package dev.recur.schemas.topic;

import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;

/**
 * One topic: all that is decided about it.
 *
 * @param name its name on the broker
 * @param holds what its records are, in one sentence
 * @param key what its records are keyed by
 * @param valueType class of its values; their schema is registered under {@link #subject()}
 * @param partitions how many partitions it is born with
 * @param retention how long it keeps records
 * @param timestamps whose clock its records' timestamps are from
 * @param compatibility what a new version of its schema owes the earlier ones
 * @param isPublic true when programs that are not ours may write or read it
 */
public record TopicSpec<V extends SpecificRecord>(
    String name,
    String holds,
    String key,
    Class<V> valueType,
    PartitionRule partitions,
    Retention retention,
    TimestampType timestamps,
    Compatibility compatibility,
    boolean isPublic) {

  /**
   * Largest batch, and so largest record, that a topic takes, in bytes. One MiB is Kafka's own
   * default; it is stated because the worker measures what it writes against it.
   */
  public static final int MESSAGE_BYTES_MAX = 1024 * 1024;

  /** Most bytes that a dead letter adds to the record it is made from. */
  public static final int DEAD_LETTER_ADDED_BYTES_MAX = 64 * 1024;

  /** Name of the topic that takes this topic's unreadable records. */
  public String deadLetters() {
    return name + ".dead-letters";
  }

  /** Subject under which the registry knows the schema of the values (TopicNameStrategy). */
  public String subject() {
    return name + "-value";
  }

  /** Kafka's topic settings, except those that depend on the size of the cluster. */
  public Map<String, String> config() {
    Map<String, String> config = new TreeMap<>(retention.config());
    config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, timestamps.configValue());
    config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MESSAGE_BYTES_MAX));
    return config;
  }
}
