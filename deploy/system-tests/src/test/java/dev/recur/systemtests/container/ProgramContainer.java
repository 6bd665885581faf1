package dev.recur.systemtests.container;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * A program of the stack in a container of its own, run by the image's Java. What the build laid
 * out is mounted where it lies, to be read only. A program that ends is started again, as whoever
 * runs it does.
 */
final class ProgramContainer extends GenericContainer<ProgramContainer> {

  /** More than any should need; an engine that is started anew does not bring it back. */
  private static final int RESTARTS_MAX = 5;

  private static final Duration READY_WITHIN = Duration.ofMinutes(2);

  private final String name;
  private String readiness = "false";

  /**
   * A program, not yet started.
   *
   * @param name by which others on its network reach it
   * @param command as it is run on this machine
   * @param built what the build laid out for it
   */
  ProgramContainer(String name, Network network, List<String> command, Path built) {
    super(StackImage.name());
    this.name = name;
    List<String> inside = new ArrayList<>(command);
    inside.set(0, "java");
    withNetwork(network);
    withNetworkAliases(name);
    withCommand(inside.toArray(String[]::new));
    withCreateContainerCmdModifier(
        create ->
            Objects.requireNonNull(create.getHostConfig())
                .withBinds(new Bind(built.toString(), new Volume(built.toString()), AccessMode.ro))
                .withRestartPolicy(RestartPolicy.onFailureRestart(RESTARTS_MAX)));
  }

  /** The same, ready once a page answers. */
  ProgramContainer readyAt(int port, String path) {
    // There is no curl in the image.
    readiness =
        soon(
            "exec 3<>/dev/tcp/127.0.0.1/%d".formatted(port)
                + " && printf \"GET %s HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n\" >&3"
                    .formatted(path)
                + " && read -r status <&3 && [[ $status == *\" 200 \"* ]]");
    return waitingFor(Wait.forSuccessfulCommand(readiness).withStartupTimeout(READY_WITHIN));
  }

  /**
   * The same, reached from this machine.
   *
   * @param ports the container's to this machine's
   */
  ProgramContainer published(Map<Integer, Integer> ports) {
    return withExposedPorts(ports.keySet().toArray(Integer[]::new))
        .withCreateContainerCmdModifier(
            create ->
                Objects.requireNonNull(create.getHostConfig())
                    .withPortBindings(PublishedPorts.bindings(ports)));
  }

  String name() {
    return name;
  }

  /** True while the page that tells it answers. */
  boolean isReady() {
    return succeeds(readiness);
  }

  /** True when it gets a connection. */
  boolean reaches(String host, int port) {
    return succeeds(soon("exec 3<>/dev/tcp/%s/%d".formatted(host, port)));
  }

  /** A line of bash without single quotes; what gets no answer in time has failed. */
  private static String soon(String line) {
    return "timeout 3 bash -c '" + line + "'";
  }

  private boolean succeeds(String command) {
    try {
      return execInContainer("sh", "-c", command).getExitCode() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How often it was started again. */
  int restarts() {
    return Objects.requireNonNullElse(getCurrentContainerInfo().getRestartCount(), 0);
  }
}
