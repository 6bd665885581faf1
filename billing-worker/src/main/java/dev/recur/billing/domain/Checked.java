package dev.recur.billing.domain;

/**
 * What came of checking something.
 *
 * @param <T> what it is when it fits
 */
sealed interface Checked<T> {
  /** Fits. */
  record Fits<T>(T value) implements Checked<T> {}

  /** Does not: why, and what to do. */
  record Refused<T>(Answer answer) implements Checked<T> {}
}
