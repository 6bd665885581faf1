package dev.recur.benchmark.rig;

import dev.recur.local.process.ChildFailedException;
import dev.recur.local.process.Living;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/**
 * The processes of a measurement. They are ended together, the last first; and whoever waits with
 * this for something waits no longer once one of them has ended by itself.
 */
public final class Processes implements AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  /** A process that is about to end refuses before it has ended. */
  private static final Duration END_WITHIN = Duration.ofMillis(500);

  private final List<Living> all = new ArrayList<>();

  /** Watches it from now on, and ends it with the others. */
  public <T extends Living> T add(T started) {
    all.add(started);
    return started;
  }

  /**
   * Returns while all of them live.
   *
   * @throws ChildFailedException when one has ended by itself; the message says which
   */
  public void checkAlive() {
    all.forEach(Living::checkAlive);
  }

  /**
   * Returns once it is so.
   *
   * @param what for the message
   * @throws ChildFailedException when one of the processes ends first; the message says which
   * @throws IllegalStateException when it is not so in time
   */
  public void until(String what, Duration atMost, BooleanSupplier isSo) {
    until(what, atMost, LOOK_EVERY, isSo);
  }

  /**
   * As {@link #until(String, Duration, BooleanSupplier)}, looking as often as is said.
   *
   * @param every zero: again and again
   */
  public void until(String what, Duration atMost, Duration every, BooleanSupplier isSo) {
    Waiting.until(
        what,
        atMost,
        every,
        () -> {
          checkAlive();
          return asked(isSo);
        });
  }

  /** Whether it is so; that one has ended says more than that it does not answer. */
  private boolean asked(BooleanSupplier isSo) {
    try {
      return isSo.getAsBoolean();
    } catch (RuntimeException e) {
      throw cause(e);
    }
  }

  private RuntimeException cause(RuntimeException failure) {
    Waiting.pause(END_WITHIN);
    try {
      checkAlive();
      return failure;
    } catch (ChildFailedException e) {
      e.addSuppressed(failure);
      return e;
    }
  }

  /**
   * What one of them answers.
   *
   * @param what for the message
   * @throws ChildFailedException when one of the processes ends first; the message says which
   * @throws IllegalStateException when it is not answered in time
   */
  public <T> T answer(String what, Duration atMost, CompletableFuture<T> answer) {
    try {
      until(what, atMost, answer::isDone);
      return answer.join();
    } catch (CompletionException e) {
      throw cause(new IllegalStateException("Failed: " + what, e.getCause()));
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    RuntimeException failed = null;
    for (Living started : all.reversed()) {
      try {
        started.close();
      } catch (RuntimeException e) {
        if (failed == null) {
          failed = e;
        } else {
          failed.addSuppressed(e);
        }
      }
    }
    all.clear();
    if (failed != null) {
      throw failed;
    }
  }
}
