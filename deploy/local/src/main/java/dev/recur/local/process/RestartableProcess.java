package dev.recur.local.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A child that can be ended and started anew on the same ports and data, as kill tests need it. */
public final class RestartableProcess implements Living {

  private final ChildSpec spec;
  private final Duration readyWithin;
  private @Nullable ChildProcess running;

  private RestartableProcess(ChildSpec spec, Duration readyWithin) {
    this.spec = spec;
    this.readyWithin = readyWithin;
  }

  /**
   * Starts it and returns when it is ready.
   *
   * @throws ChildFailedException when it is not ready within {@code readyWithin}; it is ended then
   */
  public static RestartableProcess start(ChildSpec spec, Duration readyWithin) {
    RestartableProcess process = new RestartableProcess(spec, readyWithin);
    process.restart();
    return process;
  }

  /** Ends it with SIGTERM if it runs, starts it anew and returns when it is ready. */
  public synchronized void restart() {
    close();
    ChildProcess started = ChildProcess.start(spec);
    running = started;
    try {
      started.awaitReady(readyWithin);
    } catch (ChildFailedException e) {
      kill();
      throw e;
    }
  }

  /** Ends it with SIGKILL and returns when it is gone; it can be restarted. */
  public synchronized void kill() {
    if (running != null) {
      running.kill();
      running = null;
    }
  }

  @Override
  public synchronized void checkAlive() {
    if (running != null) {
      running.checkAlive();
    }
  }

  /** Its process id. */
  public synchronized long pid() {
    if (running == null) {
      throw new IllegalStateException(spec.name() + " is not running");
    }
    return running.pid();
  }

  /** Ends it with SIGTERM, and with SIGKILL when it does not obey; it can be restarted. */
  @Override
  public synchronized void close() {
    if (running != null) {
      running.close();
      running = null;
    }
  }
}
