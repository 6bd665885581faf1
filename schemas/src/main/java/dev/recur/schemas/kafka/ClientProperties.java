package dev.recur.schemas.kafka;

import dev.recur.schemas.topic.TopicSpec;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;

/** What the plain clients are told, and why. */
final class ClientProperties {

  /** Confluent's name for the registry's address. */
  static final String SCHEMA_REGISTRY_URL = "schema.registry.url";

  /**
   * Largest request of a producer, in bytes: a record of the largest size a topic takes, and what a
   * dead letter adds to it. The topics' own limit is the smaller one and decides.
   */
  static final int REQUEST_BYTES_MAX =
      TopicSpec.MESSAGE_BYTES_MAX + TopicSpec.DEAD_LETTER_ADDED_BYTES_MAX;

  /**
   * Records of one partition that are sent together, in bytes before they are compressed. A
   * producer takes so much for each partition that it writes to, of 32 MiB in all: 500 are more
   * than the topics and changelogs of 64 tasks have.
   */
  private static final int BATCH_BYTES = 64 * 1024;

  private ClientProperties() {}

  static Map<String, Object> admin(KafkaSettings settings) {
    return withOverrides(common(settings), settings);
  }

  static Map<String, Object> producer(KafkaSettings settings) {
    Map<String, Object> producer = common(settings);
    // Acknowledged means: on every broker that is in sync, once, and in the order it was sent.
    producer.put(ProducerConfig.ACKS_CONFIG, "all");
    producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES_MAX);
    // The ledger is kept for ever; its records are much alike, and this is the cheapest to undo.
    producer.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    // Every batch costs buffers here and a write there; under load they are full, and else not
    // late.
    producer.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    return withOverrides(producer, settings);
  }

  static Map<String, Object> consumer(KafkaSettings settings) {
    return withOverrides(readCommitted(settings), settings);
  }

  static Map<String, Object> groupConsumer(KafkaSettings settings, String groupId) {
    Map<String, Object> consumer = readCommitted(settings);
    consumer.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    consumer.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
    consumer.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, settings.sessionTimeoutMs());
    if (settings.instanceId() != null) {
      consumer.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instanceId());
    }
    return withOverrides(consumer, settings);
  }

  /** What every client of this process has in common. */
  static Map<String, Object> common(KafkaSettings settings) {
    Map<String, Object> common = new HashMap<>(settings.serde());
    common.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    // When every broker it knows of is gone, a client begins again with the bootstrap servers.
    common.put(
        CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG,
        MetadataRecoveryStrategy.REBOOTSTRAP.name);
    return common;
  }

  private static Map<String, Object> readCommitted(KafkaSettings settings) {
    Map<String, Object> consumer = common(settings);
    // What a transaction wrote that was given up has not happened.
    consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
    // A reader says itself how far it has come, once what it read is safe.
    consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // A reader that has lost its place must not choose one: it would charge again, or never.
    consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // A topic that is not there is a mistake of the deployment; made here, it would have the wrong
    // number of partitions and keep its records for a week.
    consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return consumer;
  }

  static Map<String, Object> withOverrides(Map<String, Object> config, KafkaSettings settings) {
    config.putAll(settings.properties());
    return config;
  }
}
