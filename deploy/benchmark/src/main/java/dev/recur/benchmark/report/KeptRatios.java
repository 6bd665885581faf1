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

/**
 * Ratios that were reached before. What is now worse by more than a fifth is a regression; absolute
 * figures say more about the machine and are not kept.
 *
 * @param ratios of each benchmark by name: a part of those it finds, the ones that are steady
 */
public record KeptRatios(Map<String, Map<String, Double>> ratios) {

  /** What a ratio may lose before it counts. */
  private static final double LOSS_MAX = 0.2;

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
   * What is worse than it was, one line each.
   *
   * @param results of one benchmark, as often as it ran: the median of each ratio counts
   * @throws IllegalArgumentException when a kept ratio is not found any more: keep its new name
   */
  public List<String> regressions(List<Result> results) {
    String benchmark = results.getFirst().name();
    Map<String, List<Ratio>> found = new HashMap<>();
    for (Result result : results) {
      for (Ratio ratio : result.ratios()) {
        found.computeIfAbsent(ratio.name(), _ -> new ArrayList<>()).add(ratio);
      }
    }
    List<String> worse = new ArrayList<>();
    ratios
        .getOrDefault(benchmark, Map.of())
        .forEach(
            (name, kept) -> {
              List<Ratio> now = found.get(name);
              if (now == null) {
                throw new IllegalArgumentException(
                    "The %s benchmark finds no ratio '%s': keep its new name"
                        .formatted(benchmark, name));
              }
              double median = Figure.median(now.stream().map(Ratio::value).toList());
              if (isWorse(now.getFirst(), median, kept)) {
                worse.add(
                    String.format(
                        Locale.ROOT, "%s: %s is %.3f and was %.3f", benchmark, name, median, kept));
              }
            });
    return worse.stream().sorted().toList();
  }

  /** More is better, except where the goal is a most. */
  private static boolean isWorse(Ratio ratio, double now, double kept) {
    boolean lessIsBetter =
        ratio.goal().map(Goal::bound).filter(Goal.Bound.AT_MOST::equals).isPresent();
    return lessIsBetter ? now > kept * (1 + LOSS_MAX) : now < kept * (1 - LOSS_MAX);
  }
}
