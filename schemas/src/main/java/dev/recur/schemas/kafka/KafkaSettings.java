package dev.recur.schemas.kafka;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.format.MapFormat;
import io.micronaut.core.convert.format.MapFormat.MapTransformation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where Kafka is and how this process meets it. Each setting stands here once; {@code
 * recur.kafka.session-timeout-ms} is {@code RECUR_KAFKA_SESSION_TIMEOUT_MS} in the environment.
 *
 * @param bootstrapServers {@code host:port}, comma-separated: brokers to begin with. No default: a
 *     process that meets the wrong cluster is worse than one that does not start
 * @param registryUrl base address of the schema registry's Confluent API, for example {@code
 *     http://localhost:8081}; also what clients read as {@code schema.registry.url}. No default,
 *     for the same reason
 * @param subscriptionPartitions number of partitions of each subscription topic. 64: as many
 *     workers can share the work, and it can never be changed. Locally 4
 * @param replicationFactor number of copies of each record, also of what Streams makes for itself.
 *     3: one broker may be away and another fail. Locally 1
 * @param stateDir directory of the local stores. They can always be made again from Kafka, but that
 *     takes time: keep it across restarts. Each process needs its own
 * @param commitIntervalMs milliseconds between two transactions of a topology. 100: what is written
 *     is seen by others after that time at most; a longer interval costs delay and saves little
 * @param transactionTimeoutMs milliseconds after which the broker gives up a transaction whose
 *     owner is gone. 30000: readers of committed records wait that long behind a dead process; no
 *     transaction may take longer
 * @param sessionTimeoutMs milliseconds after which a silent process counts as dead and others take
 *     over its partitions. 20000: longer than a pause for garbage or a busy machine
 * @param standbyReplicas number of other processes that keep a warm copy of each local store. 0,
 *     because one process alone can have none; 1 wherever several run
 * @param streamThreads number of threads of a topology in this process. 2: one can work while
 *     another waits for its transaction
 * @param rocksdbMemoryMb mebibytes that all local stores of the process may take outside the heap,
 *     together. 256: without a bound each store takes its own, and the sum ends the process; with
 *     half as much, state that is made again goes to disk in pieces so small that much of the time
 *     is spent on putting them together. Nothing is taken before there is state to fill it
 * @param instanceId name of this process that stays the same across restarts, for example of the
 *     pod. With it a restart within {@code sessionTimeoutMs} takes its partitions back at once,
 *     without a rebalance. Absent: every start is a new member
 * @param properties further properties, handed to every client as they are, over everything that
 *     stands here: security, and whatever an installation needs
 */
@ConfigurationProperties("recur.kafka")
public record KafkaSettings(
    String bootstrapServers,
    String registryUrl,
    @Bindable(defaultValue = "64") int subscriptionPartitions,
    @Bindable(defaultValue = "3") short replicationFactor,
    @Bindable(defaultValue = "state") Path stateDir,
    @Bindable(defaultValue = "100") long commitIntervalMs,
    @Bindable(defaultValue = "30000") int transactionTimeoutMs,
    @Bindable(defaultValue = "20000") int sessionTimeoutMs,
    @Bindable(defaultValue = "0") int standbyReplicas,
    @Bindable(defaultValue = "2") int streamThreads,
    @Bindable(defaultValue = "256") int rocksdbMemoryMb,
    @Nullable String instanceId,
    @MapFormat(transformation = MapTransformation.FLAT) Map<String, String> properties) {

  public KafkaSettings {
    properties =
        properties.entrySet().stream()
            .filter(property -> isKafkas(property.getKey()))
            .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Settings for an installation that has its own number of partitions and copies, everything else
   * as it is by default.
   */
  public static KafkaSettings of(
      String bootstrapServers,
      String registryUrl,
      int subscriptionPartitions,
      short replicationFactor,
      Path stateDir) {
    return new KafkaSettings(
        bootstrapServers,
        registryUrl,
        subscriptionPartitions,
        replicationFactor,
        stateDir,
        100,
        30_000,
        20_000,
        0,
        2,
        256,
        null,
        Map.of());
  }

  /** Properties of an admin client. */
  public Map<String, Object> admin() {
    return ClientProperties.admin(this);
  }

  /**
   * Properties of a producer, without serializers. Its records are there once they are
   * acknowledged, once and in order.
   */
  public Map<String, Object> producer() {
    return ClientProperties.producer(this);
  }

  /**
   * Properties of a consumer without a group, without deserializers. It sees committed records
   * only, commits nothing, and says so when it has lost its place.
   */
  public Map<String, Object> consumer() {
    return ClientProperties.consumer(this);
  }

  /** Properties of a consumer that shares a topic's partitions with the others of its group. */
  public Map<String, Object> consumer(String groupId) {
    return ClientProperties.groupConsumer(this, groupId);
  }

  /**
   * Properties of a topology.
   *
   * @param applicationId its name: of its group, its transactions, its internal topics
   */
  public Properties streams(String applicationId) {
    return streams(applicationId, Map.of());
  }

  /**
   * Properties of a topology that wants something else than stands here.
   *
   * @param applicationId its name: of its group, its transactions, its internal topics
   * @param own over the settings, and under {@code properties}: what an installation says, it says
   *     to every topology
   */
  public Properties streams(String applicationId, Map<String, ?> own) {
    return StreamsProperties.of(this, applicationId, own);
  }

  /** What serializers and deserializers are configured from. */
  public Map<String, Object> serde() {
    Map<String, Object> serde = new HashMap<>(properties);
    serde.putIfAbsent(ClientProperties.SCHEMA_REGISTRY_URL, registryUrl);
    return serde;
  }

  /**
   * An environment variable's underscores may stand for dots or hyphens, and the container offers
   * every spelling. Kafka's own names have dots only.
   */
  private static boolean isKafkas(String name) {
    return name.indexOf('-') < 0;
  }
}
