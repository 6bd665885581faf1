package dev.recur.benchmark.notifier;

import dev.recur.benchmark.rig.ControlledProcess;
import dev.recur.benchmark.rig.Processes;
import dev.recur.local.http.Json;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.Living;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The bare loop, from outside. */
final class BareLoopProcess implements Living {

  /** Far longer than any of its tasks takes, on a machine that others use too. */
  private static final Duration DONE_WITHIN = Duration.ofMinutes(3);

  private final ControlledProcess process;

  private BareLoopProcess(ControlledProcess process) {
    this.process = process;
  }

  /** Starts it; in the same JVM as the notifier. */
  static BareLoopProcess start(JavaCommand java, BareLoop.Plan plan, Path directory) {
    try {
      Files.createDirectories(directory);
      Path file = Files.writeString(directory.resolve("plan.json"), Json.write(plan));
      return new BareLoopProcess(
          ControlledProcess.start(
              "bare loop", java, BareLoop.class, List.of(file.toString()), directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /**
   * Posts so many and returns when all were answered.
   *
   * @param processes that have to live meanwhile
   */
  void run(BareLoop.Mode mode, int count, Processes processes) {
    var _ =
        processes.answer(
            count + " requests of the bare loop",
            DONE_WITHIN,
            process.begin("/run?mode=" + mode + "&count=" + count, DONE_WITHIN));
  }

  @Override
  public void checkAlive() {
    process.checkAlive();
  }

  @Override
  public void close() {
    process.close();
  }
}
