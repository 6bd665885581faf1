package dev.recur.schemas.kafka;

import dev.recur.schemas.topic.TimestampType;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.StreamsConfig;

/** What a topology is told, and why. */
final class StreamsProperties {

  /** What Kafka Streams waits for records when it is not told, in milliseconds. */
  private static final long POLL_MS_MAX = 100;

  private static final long POLL_MS_MIN = 5;
  private static final long POLLS_PER_COMMIT_INTERVAL = 5;

  /**
   * How long a broker may keep a reader of changelogs waiting that has nothing to read. What is
   * asked meanwhile waits behind it: with Kafka's 500 ms, tasks that come one after the other are
   * restored half a second apart, however little there is to restore. A standby that has nothing to
   * read asks so much oftener.
   */
  private static final int RESTORE_WAIT_MS = 50;

  /** What stands before a property of some of the consumers; the prefix of them all counts less. */
  private static final List<String> SOME_CONSUMERS =
      List.of(
          StreamsConfig.MAIN_CONSUMER_PREFIX,
          StreamsConfig.RESTORE_CONSUMER_PREFIX,
          StreamsConfig.GLOBAL_CONSUMER_PREFIX);

  private static final List<String> ALL_OF_A_KIND =
      List.of(
          StreamsConfig.CONSUMER_PREFIX,
          StreamsConfig.PRODUCER_PREFIX,
          StreamsConfig.ADMIN_CLIENT_PREFIX);

  private StreamsProperties() {}

  static Properties of(KafkaSettings settings, String applicationId, Map<String, ?> own) {
    Map<String, Object> streams = ClientProperties.common(settings);
    streams.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    streams.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
    streams.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) settings.replicationFactor());
    streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.streamThreads());
    streams.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
    streams.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitIntervalMs());
    streams.put(StreamsConfig.POLL_MS_CONFIG, pollMs(settings.commitIntervalMs()));

    // Input, state and output of a step happen together or not at all.
    streams.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // The newer protocol has no static membership yet (apache/kafka#22245).
    streams.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
    // A name made by counting changes when the topology does, and its state would be lost.
    streams.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);

    // Nobody reads the time of a changelog's record. The broker's own is never too far ahead for
    // it; that of a machine whose clock was put ahead is, and the process would end over every
    // write.
    streams.put(
        StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG),
        TimestampType.LOG_APPEND_TIME.configValue());

    streams.put(
        StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDbMemory.class.getName());
    streams.put(BoundedRocksDbMemory.MEMORY_MB, settings.rocksdbMemoryMb());

    streams.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        settings.sessionTimeoutMs());
    streams.put(
        StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
        RESTORE_WAIT_MS);
    if (settings.instanceId() != null) {
      streams.put(
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
          settings.instanceId());
    }
    streams.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        settings.transactionTimeoutMs());
    Map<String, Object> producer = ClientProperties.producer(settings);
    for (String key :
        new String[] {
          ProducerConfig.ACKS_CONFIG,
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
          ProducerConfig.COMPRESSION_TYPE_CONFIG,
          ProducerConfig.BATCH_SIZE_CONFIG
        }) {
      streams.put(StreamsConfig.producerPrefix(key), producer.get(key));
    }

    streams.putAll(own);
    streams.keySet().removeIf(name -> isSetByInstallation(settings, name));
    Properties properties = new Properties();
    properties.putAll(ClientProperties.withOverrides(streams, settings));
    return properties;
  }

  /**
   * True where the installation sets by a wider name what this one sets. Streams would take the
   * narrower, so that what stands here would win.
   */
  private static boolean isSetByInstallation(KafkaSettings settings, String name) {
    Set<String> set = settings.properties().keySet();
    return SOME_CONSUMERS.stream()
            .filter(name::startsWith)
            .map(prefix -> name.substring(prefix.length()))
            .anyMatch(
                bare -> set.contains(bare) || set.contains(StreamsConfig.consumerPrefix(bare)))
        || ALL_OF_A_KIND.stream()
            .filter(name::startsWith)
            .anyMatch(prefix -> set.contains(name.substring(prefix.length())));
  }

  /**
   * While a thread waits for records it sees neither that a transaction is to be ended nor that
   * something has fallen due. So it waits for a part of the interval only.
   */
  static long pollMs(long commitIntervalMs) {
    return Math.clamp(commitIntervalMs / POLLS_PER_COMMIT_INTERVAL, POLL_MS_MIN, POLL_MS_MAX);
  }
}
