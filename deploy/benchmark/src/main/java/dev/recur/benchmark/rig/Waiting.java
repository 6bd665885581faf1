package dev.recur.benchmark.rig;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what has to come. */
public final class Waiting {

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private Waiting() {}

  /**
   * Returns once it is so.
   *
   * @param what for the message
   * @throws IllegalStateException when it is not in time
   */
  public static void until(String what, Duration atMost, BooleanSupplier isSo) {
    until(what, atMost, LOOK_EVERY, isSo);
  }

  /**
   * As {@link #until(String, Duration, BooleanSupplier)}, looking as often as is said.
   *
   * @param every zero: again and again
   */
  public static void until(String what, Duration atMost, Duration every, BooleanSupplier isSo) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("Not within %d s: %s".formatted(atMost.toSeconds(), what));
      }
      pause(every);
    }
  }

  /** Lets time pass. */
  public static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted.", e);
    }
  }
}
