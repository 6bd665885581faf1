package dev.recur.benchmark.report;

import java.util.Locale;

/**
 * What a ratio has to be.
 *
 * @param bound which way
 * @param value the ratio
 */
public record Goal(Bound bound, double value) {

  /** On which side of the value. */
  public enum Bound {
    AT_LEAST,
    AT_MOST
  }

  public static Goal atLeast(double value) {
    return new Goal(Bound.AT_LEAST, value);
  }

  public static Goal atMost(double value) {
    return new Goal(Bound.AT_MOST, value);
  }

  /** Whether it is reached. */
  public boolean isMetBy(double ratio) {
    return switch (bound) {
      case AT_LEAST -> ratio >= value;
      case AT_MOST -> ratio <= value;
    };
  }

  /** For the table. */
  String inWords() {
    return (bound == Bound.AT_LEAST ? "≥ " : "≤ ") + String.format(Locale.ROOT, "%.2f", value);
  }
}
