package dev.recur.systemtests.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.local.process.Installation;
import dev.recur.local.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.kafka.KafkaContainer;

/** The whole demo, with the broker in a container and everything else as processes. */
@EnabledIf(
    value = "dev.recur.systemtests.container.BrokerContainer#runs",
    disabledReason = "No container engine answers here.")
class ContainerSmokeIT {
  private static final int MINUTES_MAX = 5;

  private static final List<String> PORTS =
      List.of(
          "RECUR_BROKER_PORT",
          "RECUR_CONTROLLER_PORT",
          "RECUR_REGISTRY_PORT",
          "RECUR_GATEWAY_PORT",
          "RECUR_ADMIN_PORT",
          "RECUR_WORKER_PORT",
          "RECUR_NOTIFIER_PORT",
          "RECUR_CHANNEL_PORT",
          "RECUR_MERCHANT_PORT");

  @Test
  void brokerInAContainer_theDemo_shouldGoAsExpected(@TempDir Path run)
      throws IOException, InterruptedException {
    try (KafkaContainer broker = BrokerContainer.create()) {
      broker.start();
      Path log = run.resolve("up.log");
      ProcessBuilder up =
          new ProcessBuilder(
                  Installation.find().local().resolve("up").toString(), "--demo-only", "--fresh")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      Map<String, String> environment = up.environment();
      environment.put("RECUR_RUN_DIR", run.resolve("stack").toString());
      environment.put("RECUR_KAFKA_BOOTSTRAP_SERVERS", broker.getBootstrapServers());
      List<Integer> ports = Ports.free(PORTS.size());
      for (int i = 0; i < PORTS.size(); i++) {
        environment.put(PORTS.get(i), ports.get(i).toString());
      }
      Process process = up.start();
      try {
        assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).as("ends in time").isTrue();
      } finally {
        process.destroy();
      }
      assertThat(process.exitValue()).as(() -> read(log)).isZero();
      assertThat(read(log)).contains("using Kafka at");
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no log: " + e;
    }
  }
}
