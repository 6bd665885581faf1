package dev.recur.local.stack;

import dev.recur.local.process.ChildFailedException;
import dev.recur.local.process.ChildProcess;
import dev.recur.local.process.ChildSpec;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Watches the processes it started: one that ends is started again on the same ports and data. Ends
 * them when the stack ends, in the order in which they need each other.
 */
final class Supervisor implements AutoCloseable {
  /** Pause before a process that ended is started again; it doubles while it keeps ending. */
  private static final Duration RESTART_AFTER = Duration.ofMillis(200);

  /** A process is back within five seconds, so it waits less, however often it ended. */
  private static final Duration RESTART_AFTER_MAX = Duration.ofSeconds(3);

  /** One that ran so long is taken for well: its next end is a first one. */
  private static final Duration WELL_AFTER = Duration.ofSeconds(30);

  /** Who is told to end at the same time, and how long it may take. In all below 15 s. */
  private static final List<Map<Part, Duration>> ENDINGS =
      List.of(
          Map.of(
              Part.SUBSCRIPTION_SERVICE, Duration.ofSeconds(6),
              Part.BILLING_WORKER, Duration.ofSeconds(6),
              Part.NOTIFIER, Duration.ofSeconds(6),
              Part.REGISTRY, Duration.ofSeconds(6),
              Part.SANDBOX_CHANNEL, Duration.ofSeconds(6),
              Part.MERCHANT, Duration.ofSeconds(6)),
          Map.of(Part.BROKER, Duration.ofSeconds(5)));

  private final Console console;
  private final Runnable onChange;
  private final Map<Part, ChildProcess> running = new EnumMap<>(Part.class);
  private boolean ending;

  /**
   * Watches nothing yet.
   *
   * @param onChange called after a process was started anew
   */
  Supervisor(Console console, Runnable onChange) {
    this.console = console;
    this.onChange = onChange;
  }

  /**
   * Starts a process; returns at once.
   *
   * @throws StackException when all is being ended: nothing may begin that nobody ends
   */
  synchronized ChildProcess start(Part part, ChildSpec spec) {
    if (ending) {
      throw new StackException("The stack ends: " + part.processName() + " is not started");
    }
    return start(part, spec, RESTART_AFTER);
  }

  private ChildProcess start(Part part, ChildSpec spec, Duration pause) {
    ChildProcess process = ChildProcess.start(spec);
    running.put(part, process);
    long startNanos = System.nanoTime();
    var _ = process.exit().thenAccept(code -> ended(part, spec, code, startNanos, pause));
    return process;
  }

  /** Process ids by the names of stack.json. */
  synchronized Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>();
    running.forEach((part, process) -> pids.put(part.processName(), process.pid()));
    return pids;
  }

  private void ended(Part part, ChildSpec spec, int code, long startNanos, Duration pause) {
    synchronized (this) {
      if (ending) {
        return;
      }
    }
    boolean wasWell = System.nanoTime() - startNanos > WELL_AFTER.toNanos();
    Duration wait = wasWell ? RESTART_AFTER : pause;
    console.step(part.processName() + " ended (exit code " + code + "): starting it again");
    Thread.ofVirtual().name("restart-" + part.processName()).start(() -> restart(part, spec, wait));
  }

  private void restart(Part part, ChildSpec spec, Duration wait) {
    try {
      TimeUnit.NANOSECONDS.sleep(wait.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Duration doubled = wait.multipliedBy(2);
    Duration next = doubled.compareTo(RESTART_AFTER_MAX) > 0 ? RESTART_AFTER_MAX : doubled;
    ChildProcess process;
    synchronized (this) {
      if (ending) {
        return;
      }
      process = start(part, spec, next);
    }
    onChange.run();
    try {
      process.awaitReady(part.readyWithin());
      console.step(part.processName() + " is back");
    } catch (ChildFailedException e) {
      // It ended again, and is started again for that; or it hangs. Its log says why, here once.
      console.step(
          wait.equals(RESTART_AFTER)
              ? String.valueOf(e.getMessage())
              : part.processName() + " is not ready yet: see " + spec.logFile());
    }
  }

  @Override
  public void close() {
    Map<Part, ChildProcess> last;
    synchronized (this) {
      ending = true;
      last = new EnumMap<>(running);
    }
    for (Map<Part, Duration> together : ENDINGS) {
      try (ExecutorService stops = Executors.newVirtualThreadPerTaskExecutor()) {
        together.forEach(
            (part, grace) -> {
              ChildProcess process = last.get(part);
              if (process != null) {
                stops.execute(() -> process.stop(grace));
              }
            });
      }
    }
  }
}
