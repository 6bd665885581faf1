package dev.recur.benchmark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.recur.local.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Ratios that were reached before. What is now worse by more than a fifth, or is no finite number,
 * is a regression; absolute figures say more about the machine and are not kept.
 *
 * @param ratios of each benchmark by name: a part of those it finds, the ones that are steady
 */
public record KeptRatios(Map<String, Map<String, Double>> ratios) {

  /** What a ratio may lose before it counts. */
  private static final double LOSS_MAX = 0.2;

  /** How often a benchmark runs whose first run seems worse: machines are noisy. */
  private static final int RUNS = 3;

  public KeptRatios {
    ratios = Map.copyOf(ratios);
  }

  /** Reads them: an object of benchmarks, each an object of ratios. */
  public static KeptRatios read(Path file) {
    try {
      return new KeptRatios(
          Json.mapper().readValue(Files.readString(file), new TypeReference<>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " holds no ratios: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What is worse than it was, one line each. A first run with nothing worse is enough; otherwise
   * two more are made, and the median of the three decides, whatever the second says: to stop at
   * the first mean that is good would let a real loss pass more often than not.
   *
   * @param run runs one benchmark
   * @param progress told what the first run found
   * @throws IllegalArgumentException when nothing is kept of the benchmark, or a kept ratio is not
   *     found any more: keep its new name; or when nobody says which way it is better
   */
  public List<String> regressions(Supplier<Result> run, Consumer<String> progress) {
    List<Result> results = new ArrayList<>(List.of(run.get()));
    List<String> worse = regressions(results);
    if (worse.isEmpty()) {
      return worse;
    }
    worse.forEach(line -> progress.accept(line + ": two more runs, the median decides"));
    while (results.size() < RUNS) {
      results.add(run.get());
    }
    return regressions(results);
  }

  /** By the median of each ratio in some runs of one benchmark. */
  private List<String> regressions(List<Result> results) {
    String benchmark = results.getFirst().name();
    Map<String, Double> wasReached = ratios.get(benchmark);
    if (wasReached == null) {
      throw new IllegalArgumentException(
          "No ratio of the %s benchmark is kept".formatted(benchmark));
    }
    Map<String, List<Ratio>> found = new HashMap<>();
    for (Result result : results) {
      for (Ratio ratio : result.ratios()) {
        found.computeIfAbsent(ratio.name(), _ -> new ArrayList<>()).add(ratio);
      }
    }
    List<String> worse = new ArrayList<>();
    wasReached.forEach(
        (name, kept) -> {
          List<Ratio> now = found.get(name);
          if (now == null) {
            throw new IllegalArgumentException(
                "The %s benchmark finds no ratio '%s': keep its new name"
                    .formatted(benchmark, name));
          }
          Goal.Bound better =
              now.getFirst()
                  .better()
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              ("The %s benchmark does not say whether more of '%s' is better: make"
                                      + " it a Ratio.moreIsBetter, or do not keep it")
                                  .formatted(benchmark, name)));
          double median = Figure.median(now.stream().map(Ratio::value).toList());
          if (isWorse(better, median, kept)) {
            worse.add(
                String.format(
                    Locale.ROOT, "%s: %s is %.3f and was %.3f", benchmark, name, median, kept));
          }
        });
    return worse.stream().sorted().toList();
  }

  private static boolean isWorse(Goal.Bound better, double now, double kept) {
    if (!Double.isFinite(now)) {
      return true;
    }
    return switch (better) {
      case AT_LEAST -> now < kept * (1 - LOSS_MAX);
      case AT_MOST -> now > kept * (1 + LOSS_MAX);
    };
  }
}
