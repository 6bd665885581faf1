package dev.recur.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    try (StreamsLifecycle lifecycle = lifecycle()) {
      lifecycle.start();

      await().untilAsserted(() -> assertThat(exits).hasSize(1));
      assertThat(exits.getFirst())
          .contains("did not start")
          .contains("recur.kafka.bootstrap-servers");
      assertThat(lifecycle.isRunning()).isFalse();
    }
  }

  /** Of several in a process, each would else make it, and one of them would fail. */
  @Test
  void stateDir_shouldBeThereBeforeKafkaStreamsLooksForIt() throws Exception {
    Path stateDir = directory.resolve("volume").resolve("state");
    try (StreamsLifecycle lifecycle = lifecycle(stateDir)) {
      lifecycle.start();

      await().until(() -> Files.isDirectory(stateDir));
    }
  }

  @Test
  void stateDirThatCannotBeMade_shouldEndTheProcessWithTheCure() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    try (StreamsLifecycle lifecycle = lifecycle(file.resolve("state"))) {
      lifecycle.start();

      await().untilAsserted(() -> assertThat(exits).hasSize(1));
      assertThat(exits.getFirst())
          .contains("did not start", file.resolve("state").toString())
          .contains("recur.kafka.state-dir");
    }
  }

  @Test
  void notStarted_shouldBeCreatedAndCloseAtOnce() throws Exception {
    StreamsLifecycle lifecycle = lifecycle();
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    lifecycle.bindTo(meters);

    assertThat(lifecycle.state()).isEqualTo(State.CREATED);
    assertThat(meters.get("recur.streams.running").gauge().value()).isZero();
    lifecycle.close();
    assertThat(exits).isEmpty();
  }

  private StreamsLifecycle lifecycle() {
    return lifecycle(directory);
  }

  private StreamsLifecycle lifecycle(Path stateDir) {
    KafkaSettings settings = AbsentKafka.settings(stateDir);
    Topology topology = new Topology();
    topology.addSource("commands", "subscription.commands");
    return new StreamsLifecycle(
        settings, topology, settings.streams("test"), (what, _) -> exits.add(what));
  }
}
