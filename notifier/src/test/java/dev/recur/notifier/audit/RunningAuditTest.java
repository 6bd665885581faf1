package dev.recur.notifier.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.schemas.kafka.KafkaSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An audit that fails ends alone: the process that these tests run in is still there. */
@Timeout(30)
class RunningAuditTest {

  @TempDir Path directory;

  @Test
  void auditThatCannotStart_shouldBeClosed_andShowThatItDoesNotRun() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (RunningAudit audit =
        RunningAudit.of(settings(portWhereNothingListens()), new Topology())) {
      audit.bindTo(meters);
      audit.start();

      await().untilAsserted(() -> assertThat(audit.hasFailed()).isTrue());
      assertThat(audit.isRunning()).isFalse();
      assertThat(meters.get("recur.audit.running").gauge().value()).isZero();
    }
  }

  private KafkaSettings settings(int port) {
    KafkaSettings least =
        KafkaSettings.of("127.0.0.1:" + port, "http://registry", 4, (short) 1, directory);
    return new KafkaSettings(
        least.bootstrapServers(),
        least.registryUrl(),
        least.subscriptionPartitions(),
        least.replicationFactor(),
        least.stateDir(),
        least.commitIntervalMs(),
        least.transactionTimeoutMs(),
        least.sessionTimeoutMs(),
        least.standbyReplicas(),
        least.streamThreads(),
        least.rocksdbMemoryMb(),
        null,
        Map.of("default.api.timeout.ms", "300", "request.timeout.ms", "200"));
  }

  private static int portWhereNothingListens() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
