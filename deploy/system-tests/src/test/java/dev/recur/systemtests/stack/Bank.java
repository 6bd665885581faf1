package dev.recur.systemtests.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.systemtests.expect.Charge;
import dev.recur.systemtests.expect.Purpose;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The ledger of the sandbox channel. */
public final class Bank {

  private final Stack stack;

  Bank(Stack stack) {
    this.stack = stack;
  }

  /**
   * A line of the ledger.
   *
   * @param calls how often its key was presented
   */
  public record Line(Charge charge, int calls) {}

  /** The lines of some subscriptions, oldest first. */
  public List<Line> lines(Collection<String> subscriptionIds) throws IOException {
    Set<String> wanted = new HashSet<>(subscriptionIds);
    List<Line> lines = new ArrayList<>();
    for (JsonNode line : Http.getJson(stack.file().ledger())) {
      if (wanted.contains(line.required("subscriptionId").asText())) {
        lines.add(line(line));
      }
    }
    return lines;
  }

  /** The lines of one subscription, oldest first. */
  public List<Line> lines(String subscriptionId) throws IOException {
    List<Line> lines = new ArrayList<>();
    URI ledger = URI.create(stack.file().ledger() + "?subscriptionId=" + subscriptionId);
    Http.getJson(ledger).forEach(line -> lines.add(line(line)));
    return lines;
  }

  /** What a crash may not change of them. */
  public List<Charge> charges(Collection<String> subscriptionIds) throws IOException {
    return lines(subscriptionIds).stream().map(Line::charge).toList();
  }

  /** A line as the ledger shows it. */
  public static Line line(JsonNode json) {
    Purpose purpose =
        new Purpose(
            json.required("subscriptionId").asText(),
            json.required("purpose").asText(),
            json.required("period").asInt(0));
    return new Line(
        new Charge(
            json.required("key").asText(),
            json.required("operation").asText(),
            purpose,
            json.required("paymentId").asText(),
            json.required("amountMinor").longValue(),
            json.required("currency").asText(),
            json.required("outcome").asText(),
            Instant.parse(json.required("at").asText())),
        json.required("calls").intValue());
  }
}
