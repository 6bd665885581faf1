package dev.recur.benchmark.report;

import java.util.Collection;
import java.util.List;

/**
 * One thing that was measured, as often as it was.
 *
 * @param unit of each sample
 * @param samples in the order in which they were taken, at least one
 */
public record Figure(String name, String unit, List<Double> samples) {

  public Figure {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("Nothing was measured of " + name);
    }
  }

  /** The middle one; of an even number the mean of the two. */
  public double median() {
    return median(samples);
  }

  /** The middle of some numbers; of an even number of them the mean of the two. */
  public static double median(Collection<Double> numbers) {
    List<Double> sorted = numbers.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  double min() {
    return samples.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double max() {
    return samples.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
