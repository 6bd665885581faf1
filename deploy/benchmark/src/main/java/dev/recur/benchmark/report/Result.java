package dev.recur.benchmark.report;

import java.util.List;

/**
 * What one benchmark found.
 *
 * @param name of the benchmark
 * @param how rig and load, in a sentence or two: a number without them says nothing
 */
public record Result(String name, String how, List<Figure> figures, List<Ratio> ratios) {

  public Result {
    figures = List.copyOf(figures);
    ratios = List.copyOf(ratios);
  }

  /** Whether every goal is reached. */
  public boolean isMet() {
    return ratios.stream().allMatch(Ratio::isMet);
  }
}
