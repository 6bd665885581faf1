package dev.recur.systemtests.container;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import java.util.List;
import java.util.Map;

/**
 * Ports of containers on this machine's loopback address. Each is chosen beforehand, and so the
 * same once a container has its network again.
 */
final class PublishedPorts {

  private PublishedPorts() {}

  /**
   * As the engine wants them.
   *
   * @param ports a container's port to this machine's
   */
  static List<PortBinding> bindings(Map<Integer, Integer> ports) {
    return ports.entrySet().stream()
        .map(
            port ->
                new PortBinding(
                    Binding.bindIpAndPort("127.0.0.1", port.getValue()),
                    ExposedPort.tcp(port.getKey())))
        .toList();
  }
}
