package dev.recur.systemtests.container;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import dev.recur.local.process.Ports;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A Kafka broker in a container.
 *
 * <p>{@code RECUR_KAFKA_IMAGE}: the image, pulled when it is not there. By default the one that
 * {@code container/broker-image} builds, else the public one, whichever is there; nothing is pulled
 * then, because Testcontainers tries for minutes where there is no registry.
 */
final class BrokerContainer {
  /** The broker's release that this build is for; its clients are of another. */
  private static final String VERSION =
      Objects.requireNonNull(System.getProperty("recur.broker.version"), "recur.broker.version");

  private static final String PUBLIC_NAME = "apache/kafka";
  private static final String LOCAL_NAME = "recur-local/kafka";

  /** Where its clients reach it, inside the container. */
  private static final int KAFKA_PORT = 9092;

  private static final Duration SAID_WITHIN = Duration.ofSeconds(10);

  private BrokerContainer() {}

  /** A broker, not yet started. */
  static KafkaContainer create() {
    return new KafkaContainer(DockerImageName.parse(image()).asCompatibleSubstituteFor(PUBLIC_NAME))
        // A published port of its own, which is the same once the container has its network again.
        .withCreateContainerCmdModifier(
            create ->
                Objects.requireNonNull(create.getHostConfig())
                    .withPortBindings(
                        new PortBinding(
                            Binding.bindIpAndPort("127.0.0.1", Ports.free(1).getFirst()),
                            ExposedPort.tcp(KAFKA_PORT))))
        // As the local broker has them: few partitions of Kafka's own, and a JVM quick to start.
        .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4")
        .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4")
        .withEnv("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
  }

  /** Fails where another release runs than this build is for, whatever the image is called. */
  static void checkVersion(KafkaContainer broker) {
    String wanted = "Kafka version: " + VERSION;
    // It says so right after it has begun to run.
    await(wanted).atMost(SAID_WITHIN).until(() -> broker.getLogs().contains(wanted));
  }

  private static String image() {
    String named = System.getenv("RECUR_KAFKA_IMAGE");
    if (named != null && !named.isBlank()) {
      return named;
    }
    return Stream.of(LOCAL_NAME + ":" + VERSION, PUBLIC_NAME + ":" + VERSION)
        .filter(BrokerContainer::isThere)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The container engine has no Kafka image: run"
                        + " deploy/system-tests/container/broker-image, or docker pull "
                        + PUBLIC_NAME
                        + ":"
                        + VERSION));
  }

  private static boolean isThere(String image) {
    try {
      DockerClientFactory.lazyClient().inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException absent) {
      return false;
    }
  }
}
