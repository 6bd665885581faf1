package dev.recur.systemtests.container;

import com.github.dockerjava.api.model.ContainerNetwork;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/**
 * A container without one of its networks: as {@code docker network disconnect} and {@code connect}
 * do it. Everything that runs goes on; it reaches nobody there, and nobody reaches it.
 */
final class NetworkCut {

  private final GenericContainer<?> container;
  private final Network network;

  private NetworkCut(GenericContainer<?> container, Network network) {
    this.container = container;
    this.network = network;
  }

  /** Cuts it off, until it is {@link #mend mended}. */
  static NetworkCut of(GenericContainer<?> container, Network network) {
    DockerClientFactory.lazyClient()
        .disconnectFromNetworkCmd()
        .withContainerId(container.getContainerId())
        .withNetworkId(network.getId())
        .exec();
    return new NetworkCut(container, network);
  }

  /** Gives it its network back, with the names it had there and another address. */
  void mend() {
    connect(container, network);
  }

  /** Gives a container that runs one network more. */
  static void connect(GenericContainer<?> container, Network network) {
    DockerClientFactory.lazyClient()
        .connectToNetworkCmd()
        .withContainerId(container.getContainerId())
        .withNetworkId(network.getId())
        .withContainerNetwork(new ContainerNetwork().withAliases(container.getNetworkAliases()))
        .exec();
  }
}
