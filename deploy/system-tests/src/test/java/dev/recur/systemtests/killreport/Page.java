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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The report: what was done to the processes, what was counted, and what had to fail and did.
 *
 * @param title what ran
 * @param isClean true when nothing was missed, doubled, early, lost or out of sequence, the audit
 *     found nothing, and every process came back
 * @param wanting why the run does not count, or fails; empty when all is well
 * @param done each fault and what it met, or why it was not done
 * @param counts what was counted
 * @param restarts how often each process ended by itself and was started again
 */
record Page(
    String title,
    boolean isClean,
    List<String> wanting,
    Map<Fault, Done> done,
    Map<String, Object> counts,
    Map<String, Integer> restarts) {

  /**
   * What was done of a fault.
   *
   * @param times how often, or why not
   * @param charges how many were with the bank when it struck, unanswered
   * @param presentedAgain how many of them were presented again
   * @param webhooks how many were with the merchant when it struck, not acknowledged
   * @param deliveredAgain how many of them were delivered again
   */
  record Done(String times, long charges, long presentedAgain, long webhooks, long deliveredAgain) {

    /** Where it was not done, or where nobody looked at what it met. */
    static Done only(String times) {
      return new Done(times, 0, 0, 0, 0);
    }
  }

  Page {
    wanting = List.copyOf(wanting);
    done = new TreeMap<>(done);
    counts = new LinkedHashMap<>(counts);
    restarts = new TreeMap<>(restarts);
  }

  /**
   * A page of one run.
   *
   * @param impossible faults that cannot be done here, with the reason
   */
  static Page of(
      String title, Map<Fault, String> impossible, Proof proof, Map<String, Integer> restarts) {
    Map<Fault, Done> done = new TreeMap<>();
    for (Fault fault : Fault.values()) {
      long times = proof.blows().stream().filter(blow -> blow.fault() == fault).count();
      done.put(
          fault,
          times == 0
              ? Done.only("not run: " + impossible.getOrDefault(fault, "not in this plan"))
              : new Done(
                  Long.toString(times),
                  proof.charges(fault),
                  proof.presentedAgain(fault),
                  proof.webhooks(fault),
                  proof.deliveredAgain(fault)));
    }
    List<String> wanting = new ArrayList<>(proof.wanting());
    wanting.addAll(proof.faulty());
    Map<String, Object> counts = counts(proof.findings());
    counts.put("of them sold at the checkout meanwhile", proof.sold());
    counts.put("found by the audit not to add up", proof.audited());
    boolean isClean = proof.faulty().isEmpty() && proof.allCameBack();
    return new Page(title, isClean, wanting, done, counts, restarts);
  }

  /** A page of a run of which there is nothing else to say than why. */
  static Page notRun(String title, String why) {
    return new Page(title, false, List.of(why), Map.of(), Map.of(), Map.of());
  }

  /** True when nothing is wrong but that the run shows too little. */
  boolean isInconclusive() {
    return isClean && !wanting.isEmpty();
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
    counts.put("keys presented more than once", findings.presentedAgain().size());
    counts.put("webhooks expected", findings.delivered().expected());
    counts.put("webhooks found at the merchant", findings.delivered().found());
    counts.put("lost", findings.delivered().lost());
    counts.put("told, and nothing had happened", findings.delivered().surplus());
    counts.put("gaps in a subscription's numbers", findings.delivered().gaps());
    counts.put("first attempts out of sequence", findings.delivered().late());
    counts.put(
        "arrived after a later one, an attempt before having failed",
        findings.delivered().overtaken());
    counts.put("delivered again", findings.delivered().repeats());
    counts.put("due to charge, median, ms", findings.lateness(500).toMillis());
    counts.put("due to charge, p99, ms", findings.lateness(990).toMillis());
    counts.put("due to charge, longest, ms", findings.lateness(1_000).toMillis());
    return counts;
  }

  /** As Markdown. */
  String markdown() {
    StringBuilder page = new StringBuilder("## " + title + "\n\n");
    wanting.forEach(what -> page.append("**").append(what).append("**\n\n"));
    if (done.isEmpty()) {
      return page.toString();
    }
    page.append(
        """
        | fault | done | charges in flight | presented again | webhooks in flight | delivered again |
        |---|---|---|---|---|---|
        """);
    done.forEach(
        (fault, of) ->
            page.append(
                row(
                    fault.words(),
                    of.times(),
                    of.charges(),
                    of.presentedAgain(),
                    of.webhooks(),
                    of.deliveredAgain())));
    page.append("\n| counted | |\n|---|---|\n");
    counts.forEach((what, count) -> page.append(row(what, count)));
    page.append("\n| ended by itself, and was started again | |\n|---|---|\n");
    restarts.forEach((process, count) -> page.append(row(process, count)));
    return page.toString();
  }

  private static String row(Object... cells) {
    return Stream.of(cells).map(Object::toString).collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** For machines. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", title);
    json.put("wanting", wanting);
    Map<String, Done> faults = new LinkedHashMap<>();
    done.forEach((fault, of) -> faults.put(fault.words(), of));
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
