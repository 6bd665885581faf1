package dev.recur.systemtests.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.systemtests.stack.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void brokerInAContainer_theDemo_shouldGoAsExpected(@TempDir Path run)
      throws IOException, InterruptedException {
    try (KafkaContainer broker = BrokerContainer.create()) {
      broker.start();
      Path log = run.resolve("up.log");
      ProcessBuilder launcher = Launcher.of(run.resolve("stack"), log, "--demo-only");
      Map<String, String> environment = launcher.environment();
      environment.put("RECUR_KAFKA_BOOTSTRAP_SERVERS", broker.getBootstrapServers());
      // How long the worker waits for the bank that says nothing: what follows is the same.
      environment.put("RECUR_CHANNEL_DEADLINE", "3s");
      Process process = launcher.start();
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
