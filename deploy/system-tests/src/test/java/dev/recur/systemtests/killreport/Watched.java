package dev.recur.systemtests.killreport;

import static org.awaitility.Awaitility.await;

import dev.recur.local.process.ChildProcess;
import dev.recur.local.process.ChildSpec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that is started again whenever it ends, by itself or not, as whoever runs it in earnest
 * would; unless it is kept down.
 */
final class Watched implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final Duration GENTLY = Duration.ofSeconds(15);
  private static final Executor SHORTLY =
      CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

  private final ChildSpec spec;
  private @Nullable ChildProcess running;
  private boolean down = true;
  private int endedByItself;

  Watched(ChildSpec spec) {
    this.spec = spec;
  }

  String name() {
    return spec.name();
  }

  /** Starts it, now and whenever it ends. */
  synchronized void up() {
    down = false;
    launch();
  }

  private synchronized void launch() {
    if (down || running != null) {
      return;
    }
    ChildProcess started = ChildProcess.start(spec);
    running = started;
    var _ = started.exit().thenAccept(_ -> ended(started));
  }

  private void ended(ChildProcess process) {
    synchronized (this) {
      if (running != process) {
        return;
      }
      running = null;
      endedByItself++;
    }
    SHORTLY.execute(this::launch);
  }

  /** Ends it with SIGKILL; it is started again shortly. */
  void kill() {
    take().kill();
    SHORTLY.execute(this::launch);
  }

  /** Ends it with SIGKILL and keeps it down. */
  void killAndKeepDown() {
    keepDown();
    take().kill();
  }

  /** Ends it with SIGTERM and keeps it down. */
  void endAndKeepDown() {
    keepDown();
    take().stop(GENTLY);
  }

  private synchronized void keepDown() {
    down = true;
  }

  /** What runs now; waits where it has just ended by itself. */
  private ChildProcess take() {
    await(name() + " to run")
        .atMost(READY_WITHIN)
        .pollDelay(Duration.ZERO)
        .until(() -> running() != null || isDown());
    synchronized (this) {
      ChildProcess taken = running;
      if (taken == null) {
        throw new IllegalStateException(name() + " does not run");
      }
      running = null;
      return taken;
    }
  }

  private synchronized @Nullable ChildProcess running() {
    return running;
  }

  private synchronized boolean isDown() {
    return down;
  }

  /** Returns when it is of use to others. */
  void awaitReady() {
    await(name() + " to be ready: " + spec.logFile())
        .atMost(READY_WITHIN)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> running() != null && spec.readiness().isReady());
  }

  /** How often it ended without being told to. */
  synchronized int endedByItself() {
    return endedByItself;
  }

  @Override
  public void close() {
    ChildProcess last;
    synchronized (this) {
      down = true;
      last = running;
      running = null;
    }
    if (last != null) {
      last.stop(GENTLY);
    }
  }
}
