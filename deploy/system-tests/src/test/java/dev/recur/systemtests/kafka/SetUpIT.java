package dev.recur.systemtests.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.local.process.Installation;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.serde.RegistryClient;
import dev.recur.schemas.setup.SetUp;
import dev.recur.schemas.topic.TopicSetup;
import dev.recur.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deploy step as a command of its own, with a module's libraries for its class path. */
@OwnBroker
class SetUpIT {

  @Test
  void command_shouldMakeTopicsAndSchemas_alsoAgain_andRefuseOtherCounts(@TempDir Path directory)
      throws Exception {
    try (Broker broker = new Broker(directory)) {
      assertThat(setUp(broker.settings(), "4")).startsWith("0:");
      assertThat(setUp(broker.settings(), "4")).startsWith("0:");

      TopicSetup.checkPartitions(broker.admin(), Broker.PARTITIONS);
      try (RegistryClient registry = RegistryClient.from(broker.settings().serde())) {
        assertThat(registry.latest(Topics.MERCHANTS.subject()).schema().getName())
            .isEqualTo("Merchant");
      }
      assertThat(setUp(broker.settings(), "8"))
          .startsWith("1:")
          .contains("Not set up:")
          .contains("subscription.events has 4 partitions and must have 8");
    }
  }

  /** Exit status, colon, output. */
  private static String setUp(KafkaSettings settings, String partitions) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Installation.find().local().resolve("target/lib") + "/*",
                SetUp.class.getName()));
    command
        .environment()
        .putAll(
            Map.of(
                "RECUR_KAFKA_BOOTSTRAP_SERVERS",
                settings.bootstrapServers(),
                "RECUR_KAFKA_REGISTRY_URL",
                settings.registryUrl(),
                "RECUR_KAFKA_SUBSCRIPTION_PARTITIONS",
                partitions,
                "RECUR_KAFKA_REPLICATION_FACTOR",
                "1"));
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() + ":" + output;
  }
}
