package dev.recur.benchmark.report;

import java.util.Optional;

/**
 * Two measurements of one run, one through the other.
 *
 * @param goal what it has to be; empty where it is only told
 * @param better which way is better; empty where nobody said, and then it cannot be kept
 * @param counts false where the run says nothing about its goal, for which the result gives the
 *     reason: the goal is then neither met nor missed
 */
public record Ratio(
    String name, double value, Optional<Goal> goal, Optional<Goal.Bound> better, boolean counts) {

  /** What becomes of the goal. */
  public enum Verdict {
    NO_GOAL,
    DOES_NOT_COUNT,
    MET,
    MISSED
  }

  public static Ratio of(String name, double value, Goal goal) {
    return new Ratio(name, value, Optional.of(goal), Optional.of(goal.bound()), true);
  }

  /** Has no goal, and may be better either way. */
  public static Ratio told(String name, double value) {
    return new Ratio(name, value, Optional.empty(), Optional.empty(), true);
  }

  /** Has no goal, and can be kept: more of it is better. */
  public static Ratio moreIsBetter(String name, double value) {
    return new Ratio(name, value, Optional.empty(), Optional.of(Goal.Bound.AT_LEAST), true);
  }

  /** The same, whose goal counts only where this is true. */
  public Ratio countingIf(boolean isSo) {
    return new Ratio(name, value, goal, better, isSo);
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
