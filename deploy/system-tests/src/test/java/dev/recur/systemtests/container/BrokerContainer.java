package dev.recur.systemtests.container;

import static org.awaitility.Awaitility.await;

import dev.recur.local.process.Ports;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;

/** A Kafka broker in a container. */
final class BrokerContainer {

  private static final String NAME = "broker";

  /** Where clients on this machine reach it, inside the container. */
  private static final int PORT_OUTSIDE = 9092;

  /** Where clients on its network reach it. */
  static final int PORT = 19_092;

  /** The same, as they are told. */
  static final String BOOTSTRAP_SERVERS = NAME + ":" + PORT;

  private static final Duration SAID_WITHIN = Duration.ofSeconds(10);

  private BrokerContainer() {}

  /** A broker, not yet started. */
  static KafkaContainer create(Network network) {
    return new KafkaContainer(StackImage.name())
        .withNetwork(network)
        .withNetworkAliases(NAME)
        // On all of its addresses: it has another one when it has its network again.
        .withListener("0.0.0.0:" + PORT, () -> BOOTSTRAP_SERVERS)
        .withCreateContainerCmdModifier(
            create ->
                Objects.requireNonNull(create.getHostConfig())
                    .withPortBindings(PublishedPorts.bindings(Map.of(PORT_OUTSIDE, Ports.free()))))
        // As the local broker has them: few partitions of Kafka's own, what a dead process left
        // open given up soon, and a JVM that is small and quick to start.
        .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4")
        .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4")
        .withEnv("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "1000")
        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
        .withEnv("KAFKA_HEAP_OPTS", "-Xmx320m")
        .withEnv("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
  }

  /** Fails where another release runs than this build is for, whatever the image is called. */
  static void checkVersion(KafkaContainer broker) {
    String wanted = "Kafka version: " + StackImage.BROKER_VERSION;
    // It says so right after it has begun to run.
    await(wanted).atMost(SAID_WITHIN).until(() -> broker.getLogs().contains(wanted));
  }
}
