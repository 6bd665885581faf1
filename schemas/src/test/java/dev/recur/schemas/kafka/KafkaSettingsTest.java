package dev.recur.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.exceptions.BeanContextException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {

  private static final Map<String, String> LEAST =
      Map.of(
          "RECUR_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
          "RECUR_KAFKA_REGISTRY_URL", "http://registry:8081");

  @Test
  void leastEnvironment_shouldGiveTheDefaults() {
    KafkaSettings settings = fromEnvironment(LEAST);

    assertThat(settings)
        .isEqualTo(
            KafkaSettings.of(
                "broker:9092", "http://registry:8081", 64, (short) 3, Path.of("state")));
  }

  @Test
  void environment_shouldSetEachSetting() {
    Map<String, String> environment = new HashMap<>(LEAST);
    environment.put("RECUR_KAFKA_SUBSCRIPTION_PARTITIONS", "4");
    environment.put("RECUR_KAFKA_REPLICATION_FACTOR", "1");
    environment.put("RECUR_KAFKA_STATE_DIR", "/var/lib/recur");
    environment.put("RECUR_KAFKA_COMMIT_INTERVAL_MS", "20");
    environment.put("RECUR_KAFKA_TRANSACTION_TIMEOUT_MS", "15000");
    environment.put("RECUR_KAFKA_SESSION_TIMEOUT_MS", "10000");
    environment.put("RECUR_KAFKA_STANDBY_REPLICAS", "1");
    environment.put("RECUR_KAFKA_STREAM_THREADS", "3");
    environment.put("RECUR_KAFKA_ROCKSDB_MEMORY_MB", "64");
    environment.put("RECUR_KAFKA_INSTANCE_ID", "billing-worker-0");

    assertThat(fromEnvironment(environment))
        .isEqualTo(
            new KafkaSettings(
                "broker:9092",
                "http://registry:8081",
                4,
                (short) 1,
                Path.of("/var/lib/recur"),
                20,
                15_000,
                10_000,
                1,
                3,
                64,
                "billing-worker-0",
                Map.of()));
  }

  @Test
  void withoutAddress_shouldNotStart() {
    assertThatThrownBy(
            () -> fromEnvironment(Map.of("RECUR_KAFKA_REGISTRY_URL", "http://registry:8081")))
        .isInstanceOf(BeanContextException.class)
        .hasMessageContaining("bootstrap-servers");
  }

  @Test
  void furtherProperties_shouldReachEveryClientAsTheyAre() {
    Map<String, String> environment = new HashMap<>(LEAST);
    environment.put("RECUR_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SASL_SSL");
    environment.put("RECUR_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", "x required username=\"A_b\";");
    KafkaSettings settings = fromEnvironment(environment);

    assertThat(settings.admin()).containsEntry("security.protocol", "SASL_SSL");
    assertThat(settings.producer()).containsEntry("security.protocol", "SASL_SSL");
    assertThat(settings.consumer())
        .containsEntry("sasl.jaas.config", "x required username=\"A_b\";");
    assertThat(settings.streams("app")).containsEntry("security.protocol", "SASL_SSL");
    assertThat(settings.serde()).containsEntry("security.protocol", "SASL_SSL");
  }

  @Test
  void furtherPropertiesInAFile_shouldKeepTheirSpelling() {
    KafkaSettings settings =
        from(
            PropertySource.of(
                Map.of(
                    "recur.kafka.bootstrap-servers", "broker:9092",
                    "recur.kafka.registry-url", "http://registry:8081",
                    "recur.kafka.properties.ssl.keystore.location", "/secrets/key.p12",
                    "recur.kafka.properties.linger.ms", "20")));

    assertThat(settings.properties())
        .containsOnly(
            Map.entry("ssl.keystore.location", "/secrets/key.p12"), Map.entry("linger.ms", "20"));
  }

  @Test
  void furtherProperties_shouldWin() {
    KafkaSettings settings = with(Map.of("compression.type", "zstd"));

    assertThat(settings.producer()).containsEntry("compression.type", "zstd");
  }

  @Test
  void everyClientsProperties_shouldBeTakenByTheClient() {
    KafkaSettings settings = with(Map.of());
    Map<String, Object> consumer = settings.consumer("group");
    consumer.put("key.deserializer", ByteArrayDeserializer.class);
    consumer.put("value.deserializer", ByteArrayDeserializer.class);
    Map<String, Object> producer = settings.producer();
    producer.put("key.serializer", ByteArraySerializer.class);
    producer.put("value.serializer", ByteArraySerializer.class);

    assertThat(new ConsumerConfig(consumer).getString("isolation.level"))
        .isEqualTo("read_committed");
    assertThat(new ProducerConfig(producer).getString("acks")).isEqualTo("-1");
    assertThat(new AdminClientConfig(settings.admin()).getString("metadata.recovery.strategy"))
        .isEqualTo("rebootstrap");
  }

  @Test
  void consumer_shouldSayWhenItHasLostItsPlace() {
    assertThat(with(Map.of()).consumer())
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("enable.auto.commit", false)
        .containsEntry("allow.auto.create.topics", false)
        .doesNotContainKey("group.id");
  }

  @Test
  void streams_shouldBeTakenByStreamsAndReachItsClients() {
    Properties properties = with(Map.of()).streams("billing-worker");
    StreamsConfig config = new StreamsConfig(properties);

    assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
    // Changelogs, so that a machine whose clock is far ahead can go on writing them.
    assertThat(config.originalsWithPrefix("topic."))
        .containsEntry("message.timestamp.type", "LogAppendTime");
    assertThat(config.getString("group.protocol")).isEqualToIgnoringCase("classic");
    assertThat(config.getBoolean("ensure.explicit.internal.resource.naming")).isTrue();
    assertThat(config.getInt("replication.factor")).isEqualTo(3);
    assertThat(config.getMainConsumerConfigs("g", "c", 0))
        .containsEntry("session.timeout.ms", 20_000)
        .containsEntry("isolation.level", "read_committed")
        .doesNotContainKey("group.instance.id");
    assertThat(config.getProducerConfigs("p"))
        .containsEntry("transaction.timeout.ms", 30_000)
        .containsEntry("compression.type", "lz4");
  }

  @Test
  void threads_shouldWaitForRecordsNoLongerThanAPartOfTheCommitInterval() {
    assertThat(new StreamsConfig(with(Map.of()).streams("app")).getLong("poll.ms")).isEqualTo(20);
    assertThat(new StreamsConfig(with(Map.of("poll.ms", "7")).streams("app")).getLong("poll.ms"))
        .isEqualTo(7);
    assertThat(StreamsProperties.pollMs(1)).isEqualTo(5);
    assertThat(StreamsProperties.pollMs(50)).isEqualTo(10);
    assertThat(StreamsProperties.pollMs(60_000)).isEqualTo(100);
  }

  @Test
  void changelogs_shouldBeReadWithoutWaitingLongForWhatIsNotThere() {
    StreamsConfig streams = new StreamsConfig(with(Map.of()).streams("app"));

    assertThat(streams.getRestoreConsumerConfigs("restore")).containsEntry("fetch.max.wait.ms", 50);
    assertThat(streams.getMainConsumerConfigs("app", "main", 1))
        .doesNotContainKey("fetch.max.wait.ms");
    assertThat(
            new StreamsConfig(with(Map.of("fetch.max.wait.ms", "7")).streams("app"))
                .getRestoreConsumerConfigs("restore"))
        .containsEntry("fetch.max.wait.ms", "7");
  }

  /**
   * Whichever of a property's names it is set by: Streams takes the narrowest of those it finds.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "session.timeout.ms",
        "consumer.session.timeout.ms",
        "main.consumer.session.timeout.ms",
        "max.poll.records",
        "consumer.max.poll.records",
        "main.consumer.max.poll.records"
      })
  void furtherProperties_shouldWinInTheConsumers(String name) {
    Map<String, Object> topologysOwn =
        Map.of(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 500);
    String bare = name.replaceFirst("^(main\\.)?consumer\\.", "");

    assertThat(
            new StreamsConfig(with(Map.of(name, "7000")).streams("app", topologysOwn))
                .getMainConsumerConfigs("app", "main", 1))
        .containsEntry(bare, "7000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction.timeout.ms", "producer.transaction.timeout.ms"})
  void furtherProperties_shouldWinInTheProducer(String name) {
    assertThat(
            new StreamsConfig(with(Map.of(name, "7000")).streams("app")).getProducerConfigs("app"))
        .containsEntry("transaction.timeout.ms", "7000");
  }

  @Test
  void instanceId_shouldMakeMembersStatic() {
    Map<String, String> environment = new HashMap<>(LEAST);
    environment.put("RECUR_KAFKA_INSTANCE_ID", "worker-0");
    KafkaSettings settings = fromEnvironment(environment);
    StreamsConfig config = new StreamsConfig(settings.streams("app"));

    assertThat(settings.consumer("group")).containsEntry("group.instance.id", "worker-0");
    assertThat(config.getMainConsumerConfigs("g", "c", 1))
        .containsEntry("group.instance.id", "worker-0-1");
  }

  private static KafkaSettings with(Map<String, String> properties) {
    return TestSettings.with(fromEnvironment(LEAST), properties);
  }

  /** As if the process had been started with these environment variables. */
  private static KafkaSettings fromEnvironment(Map<String, String> variables) {
    return from(
        new MapPropertySource("environment", variables) {
          @Override
          public PropertyConvention getConvention() {
            return PropertyConvention.ENVIRONMENT_VARIABLE;
          }
        });
  }

  private static KafkaSettings from(PropertySource source) {
    try (ApplicationContext context =
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .propertySources(source)
            .start()) {
      return context.getBean(KafkaSettings.class);
    }
  }
}
