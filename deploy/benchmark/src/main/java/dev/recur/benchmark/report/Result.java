package dev.recur.benchmark.report;

import java.util.List;

/**
 * What one benchmark found.
 *
 * @param name of the benchmark
 * @param how rig and load, in a sentence or two: a number without them says nothing
 * @param warnings what is wrong with this run, a sentence each, for whoever reads its numbers
 */
public record Result(
    String name, String how, List<Figure> figures, List<Ratio> ratios, List<String> warnings) {

  public Result(String name, String how, List<Figure> figures, List<Ratio> ratios) {
    this(name, how, figures, ratios, List.of());
  }

  public Result {
    figures = List.copyOf(figures);
    ratios = List.copyOf(ratios);
    warnings = List.copyOf(warnings);
  }

  /** Whether every goal counts. */
  public boolean everyGoalCounts() {
    return ratios.stream().noneMatch(it -> it.verdict() == Ratio.Verdict.DOES_NOT_COUNT);
  }

  /** Whether no goal is missed. */
  public boolean isMet() {
    return ratios.stream().noneMatch(it -> it.verdict() == Ratio.Verdict.MISSED);
  }
}
