package dev.recur.benchmark;

import dev.recur.benchmark.report.Result;

/** Some measurements, side by side in one run, and ratios of them. */
public interface Benchmark {

  /** As it is asked for, and as its files are called. */
  String name();

  /** Measures; ends whatever it starts. */
  Result run(Session session);
}
