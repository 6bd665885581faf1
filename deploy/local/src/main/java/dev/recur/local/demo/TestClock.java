package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZonedDateTime;
import java.util.Map;

/** A test clock of the stack, and the time it shows. */
final class TestClock {

  private final Operator operator;
  private final String id;
  private ZonedDateTime now;

  private TestClock(Operator operator, String id, ZonedDateTime now) {
    this.operator = operator;
    this.id = id;
    this.now = now;
  }

  /** Makes a clock that shows {@code now}. */
  static TestClock at(ZonedDateTime now, Operator operator) {
    JsonNode made = operator.post("/admin/test-clocks", Map.of("now", wire(now)));
    return new TestClock(operator, made.path("testClockId").asText(), now);
  }

  String id() {
    return id;
  }

  ZonedDateTime now() {
    return now;
  }

  /** Sends the clock on; returns when everything due until then is decided, charged and settled. */
  void goTo(ZonedDateTime to) {
    advance(to, false);
  }

  /** The same, but as if nothing had run meanwhile. */
  void jumpTo(ZonedDateTime to) {
    advance(to, true);
  }

  /** Returns when everything that is asked for by now is decided, charged and settled. */
  void settle() {
    advance(now, false);
  }

  private void advance(ZonedDateTime to, boolean outage) {
    operator.post(
        "/admin/test-clocks/" + id + "/advance", Map.of("to", wire(to), "outage", outage));
    now = to;
  }

  private static String wire(ZonedDateTime time) {
    return time.toOffsetDateTime().toString();
  }
}
