package dev.recur.systemtests.stack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the live audit of the stack has found. */
public final class AuditPage {

  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);

  private final Stack stack;

  AuditPage(Stack stack) {
    this.stack = stack;
  }

  /** What was found, once every test clock is quiet and everything that is written was read. */
  public JsonNode whenSettled() throws IOException {
    hasReadAll();
    return await("the audit's clocks to be quiet")
        .atMost(SETTLED_WITHIN)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> Http.getJson(stack.file().audit()),
            page ->
                page.required("running").asBoolean() && page.required("busyClocks").asInt() == 0);
  }

  /** What was found last, once everything that is written was read: a line each, twenty at most. */
  public List<String> latestFindings() throws IOException {
    hasReadAll();
    List<String> latest = new ArrayList<>();
    Http.getJson(stack.file().audit())
        .required("latestFindings")
        .forEach(line -> latest.add(line.asText()));
    return latest;
  }

  private void hasReadAll() {
    try (StackKafka kafka = stack.kafka()) {
      Map<String, Long> ends = kafka.ends(StackKafka.AUDITED);
      await("the audit to have read all there is")
          .atMost(SETTLED_WITHIN)
          .until(() -> kafka.hasRead(StackKafka.AUDIT_GROUP, ends));
    }
  }

  /** How often each kind of finding was made, without those that never were. */
  public static Map<String, Long> findings(JsonNode page) {
    Map<String, Long> findings = new TreeMap<>();
    page.required("findings")
        .properties()
        .forEach(
            kind -> {
              if (kind.getValue().asLong() > 0) {
                findings.put(kind.getKey(), kind.getValue().asLong());
              }
            });
    return findings;
  }
}
