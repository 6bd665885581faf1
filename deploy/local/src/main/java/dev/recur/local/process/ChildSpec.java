package dev.recur.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is needed to start a process, as often as wanted, with the same ports and data each time.
 *
 * @param name for messages, for example {@code billing-worker}
 * @param command the program and its arguments
 * @param environment added to this process's own environment
 * @param directory where it runs; created when missing
 * @param logFile where its standard output and error are appended
 * @param readiness when it is of use to others
 */
public record ChildSpec(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Path logFile,
    Readiness readiness) {

  public ChildSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The same, run by another command. */
  public ChildSpec withCommand(List<String> other) {
    return new ChildSpec(name, other, environment, directory, logFile, readiness);
  }

  /** The same with another log. */
  public ChildSpec withLogFile(Path other) {
    return new ChildSpec(name, command, environment, directory, other, readiness);
  }
}
