package dev.recur.systemtests.killreport;

import dev.recur.local.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The report: what was done to the processes, what was counted, and what had to fail and did.
 *
 * @param title what ran
 * @param done each fault and how often it was done, or why it was not
 * @param counts what was counted
 * @param restarts how often each process ended by itself and was started again
 */
record Page(
    String title,
    Map<Fault, String> done,
    Map<String, Object> counts,
    Map<String, Integer> restarts) {

  Page {
    done = new TreeMap<>(done);
    counts = new LinkedHashMap<>(counts);
    restarts = new TreeMap<>(restarts);
  }

  /** A page of one run. */
  static Page of(
      String title, Plan plan, Strikes strikes, Findings findings, Map<String, Integer> restarts) {
    Map<Fault, String> done = new TreeMap<>();
    for (Fault fault : Fault.values()) {
      String why = strikes.impossible().getOrDefault(fault, "not in this plan");
      long count = plan.count(fault);
      done.put(fault, count == 0 ? "not run: " + why : Long.toString(count));
    }
    return new Page(title, done, counts(findings), restarts);
  }

  static Map<String, Object> counts(Findings findings) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("due cycles expected", findings.ledger().expected());
    counts.put("charges found at the channel", findings.ledger().found());
    counts.put("missed", findings.ledger().missed().size());
    counts.put("doubled", findings.ledger().doubled().size());
    counts.put("charged, and nothing was due", findings.ledger().surplus().size());
    counts.put("charged otherwise than agreed", findings.ledger().different().size());
    counts.put("charged before it was due", findings.early());
    counts.put("keys presented more than once", findings.presentedAgain());
    counts.put("webhooks expected", findings.delivered().expected());
    counts.put("webhooks found at the merchant", findings.delivered().found());
    counts.put("lost", findings.delivered().lost());
    counts.put("told, and nothing had happened", findings.delivered().surplus());
    counts.put("gaps in a subscription's numbers", findings.delivered().gaps());
    counts.put("first attempts out of sequence", findings.delivered().late());
    counts.put("delivered again", findings.delivered().repeats());
    counts.put("due to charge, median, ms", findings.lateness(500).toMillis());
    counts.put("due to charge, p99, ms", findings.lateness(990).toMillis());
    counts.put("due to charge, longest, ms", findings.lateness(1_000).toMillis());
    return counts;
  }

  /** As Markdown. */
  String markdown() {
    StringBuilder page = new StringBuilder("## " + title + "\n\n| fault | done |\n|---|---|\n");
    done.forEach((fault, count) -> page.append(row(fault.words(), count)));
    page.append("\n| counted | |\n|---|---|\n");
    counts.forEach((what, count) -> page.append(row(what, count)));
    page.append("\n| ended by itself, and was started again | |\n|---|---|\n");
    restarts.forEach((process, count) -> page.append(row(process, count)));
    return page.toString();
  }

  private static String row(String what, Object count) {
    return "| " + what + " | " + count + " |\n";
  }

  /** For machines. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", title);
    Map<String, String> faults = new LinkedHashMap<>();
    done.forEach((fault, count) -> faults.put(fault.words(), count));
    json.put("faults", faults);
    json.put("counts", counts);
    json.put("endedByItself", restarts);
    return json;
  }

  /** Writes all pages of a run beside each other, as {@code report.md} and {@code report.json}. */
  static void write(Path directory, List<Page> pages) {
    List<String> markdown = new ArrayList<>();
    markdown.add("# Kill report\n");
    pages.forEach(page -> markdown.add(page.markdown()));
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("report.md"), String.join("\n", markdown));
      Files.writeString(
          directory.resolve("report.json"),
          Json.write(pages.stream().map(Page::json).toList()) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
