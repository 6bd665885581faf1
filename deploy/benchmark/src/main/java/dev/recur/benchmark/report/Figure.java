package dev.recur.benchmark.report;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

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

  /** One number of each of some measurements. */
  public static <T> Figure of(
      String name, String unit, List<T> measured, ToDoubleFunction<T> number) {
    return new Figure(name, unit, numbers(measured, number));
  }

  /** The middle one; of an even number the mean of the two. */
  public double median() {
    return median(samples);
  }

  /** The middle of one number of each of some measurements. */
  public static <T> double median(List<T> measured, ToDoubleFunction<T> number) {
    return median(numbers(measured, number));
  }

  private static <T> List<Double> numbers(List<T> measured, ToDoubleFunction<T> number) {
    return measured.stream().map(number::applyAsDouble).toList();
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
