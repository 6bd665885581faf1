package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import java.net.http.HttpRequest;
import java.util.Map;

/** Whoever runs the platform: what is asked for with the admin token. */
final class Operator {

  private final Stack stack;
  private final Loopback http;

  Operator(Stack stack, Loopback http) {
    this.stack = stack;
    this.http = http;
  }

  /**
   * Asks for something, and returns the answer.
   *
   * @throws DemoFailedException when it is not done
   */
  JsonNode post(String path, Map<String, ?> body) {
    return http.json(
        HttpRequest.newBuilder(stack.admin().resolve(path))
            .header("Authorization", "Bearer " + stack.adminToken())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
  }
}
