package dev.recur.systemtests.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * A broker's container without its network: as {@code docker network disconnect} and {@code
 * connect} do it. Everything that runs goes on, and nobody reaches anybody.
 */
final class NetworkCut implements AutoCloseable {

  private final DockerClient docker = DockerClientFactory.lazyClient();
  private final String containerId;
  private final String network;

  private NetworkCut(String containerId, String network) {
    this.containerId = containerId;
    this.network = network;
  }

  /** Cuts it off, until this is closed. */
  static NetworkCut of(KafkaContainer broker) {
    Map<String, ContainerNetwork> networks =
        broker.getContainerInfo().getNetworkSettings().getNetworks();
    NetworkCut cut = new NetworkCut(broker.getContainerId(), networks.keySet().iterator().next());
    cut.docker
        .disconnectFromNetworkCmd()
        .withContainerId(cut.containerId)
        .withNetworkId(cut.network)
        .exec();
    return cut;
  }

  @Override
  public void close() {
    docker.connectToNetworkCmd().withContainerId(containerId).withNetworkId(network).exec();
  }
}
