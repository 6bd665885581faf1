package dev.recur.local.demo;

import java.util.ArrayList;
import java.util.List;

/** What two texts do not have in common, so that one missing line is one line and not all after. */
final class Difference {

  private Difference() {}

  /**
   * The lines that differ, in order, each marked as {@code expected} or {@code actual}; empty when
   * the texts are the same.
   */
  static List<String> of(List<String> expected, List<String> actual) {
    int[][] common = longestCommon(expected, actual);
    List<String> differing = new ArrayList<>();
    int e = 0;
    int a = 0;
    while (e < expected.size() || a < actual.size()) {
      if (e < expected.size() && a < actual.size() && expected.get(e).equals(actual.get(a))) {
        e++;
        a++;
      } else if (a == actual.size()
          || (e < expected.size() && common[e + 1][a] >= common[e][a + 1])) {
        differing.add("expected, line %3d: %s".formatted(e + 1, expected.get(e)));
        e++;
      } else {
        differing.add("actual,   line %3d: %s".formatted(a + 1, actual.get(a)));
        a++;
      }
    }
    return List.copyOf(differing);
  }

  /** How many lines the ends of both, from given lines on, have in common at most. */
  private static int[][] longestCommon(List<String> one, List<String> other) {
    int[][] common = new int[one.size() + 1][other.size() + 1];
    for (int i = one.size() - 1; i >= 0; i--) {
      for (int j = other.size() - 1; j >= 0; j--) {
        common[i][j] =
            one.get(i).equals(other.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
