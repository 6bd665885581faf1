package dev.recur.benchmark.report;

import java.util.Optional;

/**
 * Two measurements of one run, one through the other.
 *
 * @param goal what it has to be; empty where it is only told
 * @param counts false where the run says nothing about its goal, for which the result gives the
 *     reason: the goal is then neither met nor missed
 */
public record Ratio(String name, double value, Optional<Goal> goal, boolean counts) {

  /** What becomes of the goal. */
  public enum Verdict {
    NO_GOAL,
    DOES_NOT_COUNT,
    MET,
    MISSED
  }

  public static Ratio of(String name, double value, Goal goal) {
    return new Ratio(name, value, Optional.of(goal), true);
  }

  public static Ratio told(String name, double value) {
    return new Ratio(name, value, Optional.empty(), true);
  }

  /** The same, whose goal counts only where this is true. */
  public Ratio countingIf(boolean isSo) {
    return new Ratio(name, value, goal, isSo);
  }

  public Verdict verdict() {
    if (goal.isEmpty()) {
      return Verdict.NO_GOAL;
    }
    if (!counts) {
      return Verdict.DOES_NOT_COUNT;
    }
    return goal.get().isMetBy(value) ? Verdict.MET : Verdict.MISSED;
  }
}
