package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the live audit says of everything that was played. */
final class AuditSide {

  /** A clock counts as quiet some seconds after it was last sent on. */
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(30);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private AuditSide() {}

  /** True when nothing is overdue, and everything adds up. What does not is printed. */
  static boolean addsUp(Stage.Scenery scenery, PrintStream out) {
    JsonNode page = whenQuiet(scenery);
    List<String> wrong = wrong(page);
    out.println();
    if (wrong.isEmpty()) {
      out.println("  The live audit: nothing is overdue, and everything adds up.");
      return true;
    }
    out.println("  The live audit does NOT add up: " + String.join(", ", wrong));
    page.path("late").forEach(line -> out.println("    " + line.asText()));
    page.path("latestFindings").forEach(line -> out.println("    " + line.asText()));
    return false;
  }

  /** What is not as it must be. */
  static List<String> wrong(JsonNode page) {
    List<String> wrong = new ArrayList<>();
    if (!page.path("running").asBoolean() || page.path("busyClocks").asInt() > 0) {
      wrong.add("it has not come to an end");
    }
    if (page.path("recordsRead").asLong() == 0) {
      wrong.add("it has read nothing");
    }
    page.path("overdue").properties().forEach(clock -> count(clock.getValue(), "overdue", wrong));
    count(page.path("unmatched"), "unmatched", wrong);
    page.path("findings")
        .properties()
        .forEach(kind -> count(kind.getValue(), kind.getKey(), wrong));
    return wrong;
  }

  private static void count(JsonNode number, String of, List<String> wrong) {
    if (number.asLong(1) > 0) {
      wrong.add(number.asLong(1) + " " + of);
    }
  }

  private static JsonNode whenQuiet(Stage.Scenery scenery) {
    long end = System.nanoTime() + QUIET_WITHIN.toNanos();
    while (true) {
      JsonNode page = scenery.http().json(HttpRequest.newBuilder(scenery.stack().audit()));
      if (page.path("busyClocks").asInt() == 0 || System.nanoTime() - end >= 0) {
        return page;
      }
      try {
        Thread.sleep(BETWEEN_LOOKS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DemoFailedException("Interrupted while waiting", e);
      }
    }
  }
}
