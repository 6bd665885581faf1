package dev.recur.systemtests.container;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import dev.recur.local.process.Ports;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
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
  private static final String PUBLIC_NAME = "apache/kafka";
  private static final String LOCAL_NAME = "recur-local/kafka";

  /** Where its clients reach it, inside the container. */
  private static final int KAFKA_PORT = 9092;

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

  private static String image() {
    String named = System.getenv("RECUR_KAFKA_IMAGE");
    if (named != null && !named.isBlank()) {
      return named;
    }
    String version = AppInfoParser.getVersion();
    return Stream.of(LOCAL_NAME + ":" + version, PUBLIC_NAME + ":" + version)
        .filter(BrokerContainer::isThere)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The container engine has no Kafka image: run"
                        + " deploy/system-tests/container/broker-image, or docker pull "
                        + PUBLIC_NAME
                        + ":"
                        + version));
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
