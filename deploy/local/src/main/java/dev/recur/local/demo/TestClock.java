package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import java.net.http.HttpRequest;
import java.time.OffsetDateTime;
import java.util.Map;

/** A test clock of the stack, and the time it shows. */
final class TestClock {

  private final Stack stack;
  private final Loopback http;
  private final String id;
  private OffsetDateTime now;

  private TestClock(Stack stack, Loopback http, String id, OffsetDateTime now) {
    this.stack = stack;
    this.http = http;
    this.id = id;
    this.now = now;
  }

  /** Makes a clock that shows {@code now}. */
  static TestClock at(OffsetDateTime now, Stack stack, Loopback http) {
    JsonNode made = post(stack, http, "/admin/test-clocks", Map.of("now", now.toString()));
    return new TestClock(stack, http, made.path("testClockId").asText(), now);
  }

  String id() {
    return id;
  }

  OffsetDateTime now() {
    return now;
  }

  /** Sends the clock on; returns when everything due until then is decided, charged and settled. */
  void goTo(OffsetDateTime to) {
    post(stack, http, "/admin/test-clocks/" + id + "/advance", Map.of("to", to.toString()));
    now = to;
  }

  private static JsonNode post(Stack stack, Loopback http, String path, Map<String, ?> body) {
    return http.json(
        HttpRequest.newBuilder(stack.admin().resolve(path))
            .header("Authorization", "Bearer " + stack.adminToken())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
  }
}
