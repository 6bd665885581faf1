package dev.recur.systemtests.container;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/**
 * The image that {@code container/image} builds: a Java runtime and a Kafka node. Nothing is
 * pulled, because Testcontainers tries for minutes where there is no registry.
 */
final class StackImage {

  /** The broker's release that this build is for; its clients are of another. */
  static final String BROKER_VERSION =
      Objects.requireNonNull(System.getProperty("recur.broker.version"), "recur.broker.version");

  private static final String NAME = "recur-local/stack:" + BROKER_VERSION;

  private StackImage() {}

  /**
   * Its name; it starts a broker as the public image does.
   *
   * @throws IllegalStateException when the engine has none for this build
   */
  static DockerImageName name() {
    try {
      DockerClientFactory.lazyClient().inspectImageCmd(NAME).exec();
      return DockerImageName.parse(NAME).asCompatibleSubstituteFor("apache/kafka");
    } catch (NotFoundException absent) {
      throw new IllegalStateException(
          "The container engine has no " + NAME + ": run deploy/system-tests/containers", absent);
    }
  }
}
