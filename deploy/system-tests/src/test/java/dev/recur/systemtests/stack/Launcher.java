package dev.recur.systemtests.stack;

import dev.recur.local.process.Installation;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.Ports;
import dev.recur.local.stack.Up;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The launcher, as the script {@code deploy/local/up} has it once it has seen to it that all is
 * built; here the build that runs the tests has.
 */
public final class Launcher {

  static final String CHANNEL_PORT = "RECUR_CHANNEL_PORT";
  static final String WORKER_PORT = "RECUR_WORKER_PORT";
  static final String NOTIFIER_PORT = "RECUR_NOTIFIER_PORT";

  /** What it calls its ports. */
  private static final List<String> PORTS =
      List.of(
          "RECUR_BROKER_PORT",
          "RECUR_CONTROLLER_PORT",
          "RECUR_REGISTRY_PORT",
          "RECUR_GATEWAY_PORT",
          "RECUR_ADMIN_PORT",
          WORKER_PORT,
          NOTIFIER_PORT,
          CHANNEL_PORT,
          "RECUR_MERCHANT_PORT",
          "RECUR_SMTP_PORT");

  private Launcher() {}

  /**
   * A launcher on free ports, with empty data, to be started.
   *
   * @param runDirectory for data and logs
   * @param log what it says; not in the run directory, which it empties
   * @param mode {@code --no-demo} or {@code --demo-only}; without one it plays the demo and stays
   */
  public static ProcessBuilder of(Path runDirectory, Path log, String... mode) {
    List<String> arguments = new ArrayList<>(List.of(mode));
    arguments.add("--fresh");
    ProcessBuilder launcher =
        new ProcessBuilder(
                JavaCommand.withHeap(96)
                    .main(
                        Installation.find().classPath("deploy/local", "recur-local"),
                        Up.class.getName(),
                        arguments))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    launcher.environment().put("RECUR_RUN_DIR", runDirectory.toString());
    List<Integer> ports = Ports.free(PORTS.size());
    for (int i = 0; i < ports.size(); i++) {
      launcher.environment().put(PORTS.get(i), ports.get(i).toString());
    }
    return launcher;
  }
}
