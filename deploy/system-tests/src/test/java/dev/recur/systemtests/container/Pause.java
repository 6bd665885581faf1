package dev.recur.systemtests.container;

import com.github.dockerjava.api.DockerClient;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** A container that stands still until this is closed: it is connected to, and answers nobody. */
final class Pause implements AutoCloseable {

  private final DockerClient docker = DockerClientFactory.lazyClient();
  private final String containerId;

  private Pause(String containerId) {
    this.containerId = containerId;
    docker.pauseContainerCmd(containerId).exec();
  }

  /** Stops it. */
  static Pause of(GenericContainer<?> container) {
    return new Pause(container.getContainerId());
  }

  @Override
  public void close() {
    docker.unpauseContainerCmd(containerId).exec();
  }
}
