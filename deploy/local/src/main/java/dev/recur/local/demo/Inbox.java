package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.Json;
import dev.recur.schemas.signature.SignatureHeader;
import dev.recur.schemas.signature.WireSignature;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the sample merchant has received about one subscription. A webhook may come twice, as the
 * contract says, and is counted once: by its sequence.
 */
final class Inbox {

  private final Stack stack;
  private final Loopback http;
  private final String subscriptionId;
  private final SortedMap<Long, Webhook> bySequence = new TreeMap<>();
  private int read;

  Inbox(Stack stack, Loopback http, String subscriptionId) {
    this.stack = stack;
    this.http = http;
    this.subscriptionId = subscriptionId;
  }

  /**
   * Looks for more.
   *
   * @throws DemoFailedException when one is not signed by the platform
   */
  void look() {
    URI unread = URI.create(stack.receivedUrl() + "?from=" + read);
    for (JsonNode received : http.json(HttpRequest.newBuilder(unread))) {
      read++;
      JsonNode body = Json.read(received.path("body").asText());
      if (body.path("subscriptionId").asText().equals(subscriptionId)) {
        requireSigned(received);
        Webhook webhook = new Webhook(body);
        bySequence.putIfAbsent(webhook.sequence(), webhook);
      }
    }
  }

  /** All of them, in sequence. */
  List<Webhook> all() {
    return List.copyOf(bySequence.values());
  }

  /** How many there are of one notification. */
  int count(Webhook.Kind kind) {
    return Math.toIntExact(bySequence.values().stream().filter(w -> w.kind() == kind).count());
  }

  /** Webhooks that should be there, as those that came after them say. */
  List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    long before = 0;
    for (Webhook webhook : bySequence.values()) {
      if (webhook.previousSequence() != before) {
        gaps.add("%d came after %d".formatted(webhook.sequence(), webhook.previousSequence()));
      }
      before = webhook.sequence();
    }
    return gaps;
  }

  private void requireSigned(JsonNode received) {
    JsonNode headers = received.path("headers");
    String path = received.path("path").asText();
    boolean signed =
        SignatureHeader.parse(headers.path("signature").asText())
            .map(
                signature ->
                    WireSignature.verify(
                        stack.platformKey(),
                        signature,
                        "POST",
                        path,
                        stack.clientId(),
                        headers.path("request-time").asText(),
                        received.path("body").asText().getBytes(UTF_8)))
            .orElse(false);
    if (!signed) {
      throw new DemoFailedException(
          "A webhook to " + path + " is not signed with the platform's key");
    }
  }
}
