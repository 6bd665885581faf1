package dev.recur.benchmark.report;

import java.util.Optional;

/**
 * Two measurements of one run, one through the other.
 *
 * @param goal what it has to be; empty where it is only told
 */
public record Ratio(String name, double value, Optional<Goal> goal) {

  public static Ratio of(String name, double value, Goal goal) {
    return new Ratio(name, value, Optional.of(goal));
  }

  public static Ratio told(String name, double value) {
    return new Ratio(name, value, Optional.empty());
  }

  /** False where there is a goal that is missed. */
  public boolean isMet() {
    return goal.isEmpty() || goal.get().isMetBy(value);
  }
}
