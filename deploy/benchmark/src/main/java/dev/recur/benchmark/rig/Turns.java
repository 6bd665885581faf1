package dev.recur.benchmark.rig;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Whose turn it is. */
public final class Turns {

  private Turns() {}

  /**
   * The same, another one first each time: who comes first in a round may pay for what was.
   *
   * @param round also below 0
   */
  public static <T> List<T> rotated(List<T> all, int round) {
    List<T> rotated = new ArrayList<>(all);
    Collections.rotate(rotated, -round);
    return rotated;
  }
}
