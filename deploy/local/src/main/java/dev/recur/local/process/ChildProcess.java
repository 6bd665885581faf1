package dev.recur.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running child process. It does not outlive this one: where {@code setpriv} is there (Linux),
 * the kernel kills it when this process ends in whatever way.
 */
public final class ChildProcess implements Living {

  private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  /**
   * Starts every child. The kernel's promise to kill a child is tied to the thread that started it,
   * not to the process, so that thread must live as long as the process does.
   */
  private static final ExecutorService STARTER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("child-starter").factory());

  private final ChildSpec spec;
  private final Process process;

  private ChildProcess(ChildSpec spec, Process process) {
    this.spec = spec;
    this.process = process;
  }

  /**
   * Starts a process and returns at once; see {@link #awaitReady}.
   *
   * @throws ChildFailedException when the program cannot be started
   */
  public static ChildProcess start(ChildSpec spec) {
    try {
      Files.createDirectories(spec.directory());
      Files.createDirectories(spec.logFile().toAbsolutePath().getParent());
      ProcessBuilder builder =
          new ProcessBuilder(leashed(spec.command()))
              .directory(spec.directory().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.logFile().toFile()))
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.environment().putAll(spec.environment());
      return new ChildProcess(spec, STARTER.submit(builder::start).get());
    } catch (IOException e) {
      throw notStarted(spec, e);
    } catch (ExecutionException e) {
      throw notStarted(spec, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChildFailedException(spec.name() + " could not be started: interrupted", e);
    }
  }

  private static ChildFailedException notStarted(ChildSpec spec, Throwable why) {
    return new ChildFailedException(
        "%s could not be started in %s: %s".formatted(spec.name(), spec.directory(), why), why);
  }

  private static List<String> leashed(List<String> command) {
    if (!Files.isExecutable(SETPRIV)) {
      return command;
    }
    List<String> leashed = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      // A session of its own: Ctrl-C reaches this process alone, which ends the others in order.
      leashed.add(SETSID.toString());
    }
    leashed.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL"));
    leashed.addAll(command);
    return leashed;
  }

  /** What it was started from. */
  public ChildSpec spec() {
    return spec;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** True while it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void checkAlive() {
    if (!process.isAlive()) {
      throw new ChildFailedException(
          "%s ended with exit code %d; %s".formatted(spec.name(), process.exitValue(), logTail()));
    }
  }

  /** Completes with the exit code when the process ends, for whatever reason. */
  public CompletableFuture<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /**
   * Returns when the process is ready.
   *
   * @throws ChildFailedException when it ends first or is not ready in time; the message ends with
   *     the last lines of its log
   */
  public ChildProcess awaitReady(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    Exception lastProbe = null;
    try {
      do {
        try {
          if (spec.readiness().isReady()) {
            return this;
          }
        } catch (IOException e) {
          lastProbe = e;
        }
        if (process.waitFor(PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new ChildFailedException(
              "%s ended with exit code %d before it was ready; %s"
                  .formatted(spec.name(), process.exitValue(), logTail()));
        }
      } while (System.nanoTime() < deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChildFailedException("Interrupted while waiting for " + spec.name(), e);
    }
    String message =
        "%s was not ready within %d s; %s".formatted(spec.name(), atMost.toSeconds(), logTail());
    throw lastProbe == null
        ? new ChildFailedException(message)
        : new ChildFailedException(message, lastProbe);
  }

  /**
   * Returns when a process that has one thing to do has done it.
   *
   * @throws ChildFailedException when its exit code is not 0 or it takes longer; the message ends
   *     with the last lines of its log
   */
  public void awaitEnd(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ChildFailedException(
            "%s did not end within %d s; %s".formatted(spec.name(), atMost.toSeconds(), logTail()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChildFailedException("Interrupted while waiting for " + spec.name(), e);
    }
    if (process.exitValue() != 0) {
      throw new ChildFailedException(
          "%s failed with exit code %d; %s".formatted(spec.name(), process.exitValue(), logTail()));
    }
  }

  /** Ends it with SIGTERM, and with SIGKILL when it takes longer than {@code grace}. */
  public void stop(Duration grace) {
    process.destroy();
    try {
      exit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      kill();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it with SIGKILL and returns when it is gone. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** As {@link #stop}, with a short grace. */
  @Override
  public void close() {
    stop(CLOSE_GRACE);
  }

  private String logTail() {
    return "its log " + spec.logFile() + " ends with:\n" + LogTail.of(spec.logFile());
  }
}
