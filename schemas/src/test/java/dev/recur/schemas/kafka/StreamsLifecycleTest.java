package dev.recur.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StreamsLifecycleTest {

  @TempDir Path directory;

  private final List<String> exits = new CopyOnWriteArrayList<>();

  @Test
  void brokerThatIsNotThere_shouldEndTheProcessWithTheCure() throws Exception {
    try (StreamsLifecycle lifecycle = lifecycle(portWhereNothingListens())) {
      lifecycle.start();

      await().untilAsserted(() -> assertThat(exits).hasSize(1));
      assertThat(exits.getFirst())
          .contains("did not start")
          .contains("recur.kafka.bootstrap-servers");
      assertThat(lifecycle.isRunning()).isFalse();
    }
  }

  @Test
  void notStarted_shouldBeCreatedAndCloseAtOnce() throws Exception {
    StreamsLifecycle lifecycle = lifecycle(portWhereNothingListens());
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    lifecycle.bindTo(meters);

    assertThat(lifecycle.state()).isEqualTo(State.CREATED);
    assertThat(meters.get("recur.streams.running").gauge().value()).isZero();
    lifecycle.close();
    assertThat(exits).isEmpty();
  }

  private StreamsLifecycle lifecycle(int port) {
    KafkaSettings least =
        KafkaSettings.of("127.0.0.1:" + port, "http://registry", 4, (short) 1, directory);
    KafkaSettings settings =
        new KafkaSettings(
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
    Topology topology = new Topology();
    topology.addSource("commands", "subscription.commands");
    return new StreamsLifecycle(
        settings, topology, settings.streams("test"), (what, _) -> exits.add(what));
  }

  private static int portWhereNothingListens() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
