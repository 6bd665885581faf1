package dev.recur.schemas.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to do when this process can do nothing more that is right. A thread that dies silently while
 * the process lives on is the worst of all: whoever starts processes sees nothing to do.
 */
@FunctionalInterface
public interface ProcessExit {

  /**
   * Ends the process. Returns at once; safe from any thread.
   *
   * @param what what happened and what to do about it, in one line
   */
  void exit(String what, Throwable cause);

  /** Logs one line and ends this Java process with status 1, at the latest after 20 s. */
  static ProcessExit ofThisProcess() {
    return new OfThisProcess();
  }

  /** Ends this Java process. */
  final class OfThisProcess implements ProcessExit {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessExit.class);
    private static final int STATUS = 1;
    private static final Duration SHUTDOWN_MAX = Duration.ofSeconds(20);

    private final AtomicBoolean ending = new AtomicBoolean();

    private OfThisProcess() {}

    @Override
    public void exit(String what, Throwable cause) {
      LOG.atError().setCause(cause).log(what);
      if (ending.compareAndSet(false, true)) {
        // Own threads: exit waits for shutdown hooks, and they may wait for the thread that calls.
        Thread.ofPlatform().daemon().name("exit").start(() -> System.exit(STATUS));
        Thread.ofPlatform().daemon().name("halt").start(OfThisProcess::halt);
      }
    }

    /** A shutdown hook that does not come to an end does not keep the process. */
    private static void halt() {
      try {
        Thread.sleep(SHUTDOWN_MAX);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Runtime.getRuntime().halt(STATUS);
    }
  }
}
