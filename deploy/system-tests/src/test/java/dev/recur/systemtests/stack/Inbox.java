package dev.recur.systemtests.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.systemtests.expect.Notice;
import dev.recur.systemtests.expect.Told;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the merchant received. */
public final class Inbox {

  private final Stack stack;

  Inbox(Stack stack) {
    this.stack = stack;
  }

  /**
   * A webhook, as it arrived.
   *
   * @param path with the query
   * @param headers lower-case name to value
   * @param body the exact text
   */
  public record Webhook(Instant receivedAt, String path, Map<String, String> headers, String body) {

    /** A header that has to be there. */
    public String header(String name) {
      String value = headers.get(name);
      if (value == null) {
        throw new AssertionError("The webhook has no header " + name + ": " + headers);
      }
      return value;
    }

    /** What it tells. */
    public Told told() {
      JsonNode json = Http.json(body);
      Map<String, String> fields = new TreeMap<>();
      flatten("", json, fields);
      fields.put(Notice.KIND, kind(json));
      return new Told(
          new Notice(json.required("subscriptionId").asText(), fields),
          json.required("sequence").longValue(),
          json.required("previousSequence").longValue());
    }

    private static String kind(JsonNode json) {
      if (json.has("refundStatus")) {
        return Notice.OF_REFUND;
      }
      return json.has("subscriptionNotificationType") ? Notice.OF_SUBSCRIPTION : Notice.OF_PAYMENT;
    }

    private static void flatten(String prefix, JsonNode json, Map<String, String> fields) {
      json.properties()
          .forEach(
              field -> {
                String name = prefix + field.getKey();
                if (field.getValue().isObject()) {
                  flatten(name + ".", field.getValue(), fields);
                } else {
                  fields.put(name, field.getValue().asText());
                }
              });
    }
  }

  /** The webhooks about some subscriptions, in the order of arrival. */
  public List<Webhook> webhooks(Collection<String> subscriptionIds) throws IOException {
    Set<String> wanted = new HashSet<>(subscriptionIds);
    List<Webhook> webhooks = new ArrayList<>();
    for (JsonNode received : Http.getJson(stack.file().merchant().receivedUrl())) {
      String body = received.required("body").asText();
      if (wanted.contains(Http.json(body).path("subscriptionId").asText())) {
        webhooks.add(webhook(received, body));
      }
    }
    return webhooks;
  }

  private static Webhook webhook(JsonNode received, String body) {
    Map<String, String> headers = new TreeMap<>();
    received
        .required("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return new Webhook(
        Instant.parse(received.required("receivedAt").asText()),
        received.required("path").asText(),
        headers,
        body);
  }
}
