package dev.recur.benchmark.report;

import dev.recur.local.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A result for machines and for people.
 *
 * @param command what measured it
 * @param before the machine when it began, with what else was going on then
 */
public record Report(String command, Machine before, Result result) {

  private static final String ROW = "  %-62s %12s  %s%n";

  /** The table. */
  public String table() {
    StringBuilder table = new StringBuilder();
    table.append(result.name()).append(": ").append(result.how()).append('\n');
    table.append(
        String.format(
            Locale.ROOT,
            "  %s; %s, %d processors, %d GiB, load %.1f before, Java %s, Kafka clients %s, %s%n%n",
            command,
            before.at(),
            before.processors(),
            before.memoryGiB(),
            before.load(),
            before.java(),
            before.kafka(),
            before.system()));
    table.append(String.format(Locale.ROOT, ROW, "measured", "median", "from … to"));
    for (Figure figure : result.figures()) {
      table.append(
          String.format(
              Locale.ROOT,
              ROW,
              figure.name() + ", " + figure.unit(),
              number(figure.median()),
              figure.samples().size() == 1
                  ? ""
                  : number(figure.min())
                      + " … "
                      + number(figure.max())
                      + ", "
                      + figure.samples().size()
                      + " times"));
    }
    table.append(String.format(Locale.ROOT, "%n" + ROW, "ratio", "", "goal"));
    for (Ratio ratio : result.ratios()) {
      table.append(
          String.format(
              Locale.ROOT,
              ROW,
              ratio.name(),
              String.format(Locale.ROOT, "%.3f", ratio.value()),
              ratio.goal().map(goal -> goal.inWords() + " " + inWords(ratio)).orElse("-")));
    }
    for (String warning : result.warnings()) {
      table.append(String.format(Locale.ROOT, "%n  NOTE: %s%n", warning));
    }
    return table.toString();
  }

  private static String inWords(Ratio ratio) {
    return switch (ratio.verdict()) {
      case NO_GOAL -> "";
      case DOES_NOT_COUNT -> "does not count";
      case MET -> "met";
      case MISSED -> "MISSED";
    };
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.2f", value);
  }

  /** As one JSON object. */
  public String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("benchmark", result.name());
    json.put("command", command);
    json.put("how", result.how());
    json.put("machine", before);
    json.put("figures", result.figures().stream().map(Report::json).toList());
    json.put("ratios", result.ratios().stream().map(Report::json).toList());
    json.put("warnings", result.warnings());
    if (result.everyGoalCounts() || !result.isMet()) {
      json.put("met", result.isMet());
    }
    return Json.write(json);
  }

  private static Map<String, Object> json(Figure figure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", figure.name());
    json.put("unit", figure.unit());
    json.put("median", figure.median());
    json.put("samples", figure.samples());
    return json;
  }

  private static Map<String, Object> json(Ratio ratio) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", ratio.name());
    json.put("value", ratio.value());
    ratio
        .goal()
        .ifPresent(
            goal -> {
              json.put("goal", Map.of(goal.bound().name(), goal.value()));
              json.put("counts", ratio.counts());
              if (ratio.counts()) {
                json.put("met", ratio.verdict() == Ratio.Verdict.MET);
              }
            });
    return json;
  }

  /** Writes them beside each other, as {@code NAME.json}, {@code NAME.txt} and {@code NAME.svg}. */
  public List<Path> write(Path directory) {
    try {
      Files.createDirectories(directory);
      return List.of(
          Files.writeString(directory.resolve(result.name() + ".json"), json() + "\n"),
          Files.writeString(directory.resolve(result.name() + ".txt"), table()),
          Files.writeString(directory.resolve(result.name() + ".svg"), Plot.svg(result)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
