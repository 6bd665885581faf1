package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import dev.recur.schemas.signature.SignatureHeader;
import dev.recur.schemas.signature.WireSignature;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the sample merchant has received. A webhook may come twice, as the contract says, and is
 * counted once: by its subscription and sequence. Safe for many threads.
 */
final class Inbox {

  private final Stack stack;
  private final Loopback http;
  private final Map<String, SortedMap<Long, Webhook>> bySubscription = new HashMap<>();
  private int read;

  Inbox(Stack stack, Loopback http) {
    this.stack = stack;
    this.http = http;
  }

  /**
   * All there is about one subscription by now, in sequence.
   *
   * @throws DemoFailedException when one is not signed by the platform
   */
  synchronized List<Webhook> about(String subscriptionId) {
    URI unread = URI.create(stack.receivedUrl() + "?from=" + read);
    for (JsonNode received : http.json(HttpRequest.newBuilder(unread))) {
      read++;
      Webhook webhook = webhook(received);
      bySubscription
          .computeIfAbsent(webhook.subscriptionId(), _ -> new TreeMap<>())
          .putIfAbsent(webhook.sequence(), webhook);
    }
    SortedMap<Long, Webhook> all = bySubscription.getOrDefault(subscriptionId, new TreeMap<>());
    for (Webhook webhook : all.values()) {
      if (!webhook.signed()) {
        throw new DemoFailedException(
            "A webhook is not signed with the platform's key: " + webhook.body());
      }
    }
    return List.copyOf(all.values());
  }

  /** Webhooks that should be there, as those that came after them say. */
  static List<String> gaps(List<Webhook> webhooks) {
    List<String> gaps = new ArrayList<>();
    long before = 0;
    for (Webhook webhook : webhooks) {
      if (webhook.previousSequence() != before) {
        gaps.add("%d came after %d".formatted(webhook.sequence(), webhook.previousSequence()));
      }
      before = webhook.sequence();
    }
    return gaps;
  }

  private Webhook webhook(JsonNode received) {
    JsonNode headers = received.path("headers");
    String body = received.path("body").asText();
    boolean signed =
        SignatureHeader.parse(headers.path("signature").asText())
            .map(
                signature ->
                    WireSignature.verify(
                        stack.platformKey(),
                        signature,
                        "POST",
                        received.path("path").asText(),
                        stack.clientId(),
                        headers.path("request-time").asText(),
                        body.getBytes(UTF_8)))
            .orElse(false);
    return new Webhook(Json.read(body), signed);
  }
}
