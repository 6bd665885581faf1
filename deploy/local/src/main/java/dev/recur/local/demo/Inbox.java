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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the sample merchant has received. A webhook may come twice, as the contract says, and is
 * counted once: by its subscription and sequence. Safe for many threads.
 */
final class Inbox {

  private final URI receivedUrl;
  private final Loopback http;
  private final Map<String, Credentials> merchants = new HashMap<>();
  private final Map<String, SortedMap<Long, Webhook>> bySubscription = new HashMap<>();
  private int read;

  Inbox(Stack stack, Loopback http) {
    this.receivedUrl = stack.receivedUrl();
    this.http = http;
    know(stack.merchant());
  }

  /** Another merchant's webhooks come here, too. */
  synchronized void know(Credentials merchant) {
    merchants.put(merchant.clientId(), merchant);
  }

  /**
   * All there is about one subscription by now, in sequence.
   *
   * @throws DemoFailedException when one is not signed by the platform
   */
  synchronized List<Webhook> about(String subscriptionId) {
    URI unread = URI.create(receivedUrl + "?from=" + read);
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
    Optional<Credentials> merchant =
        Optional.ofNullable(merchants.get(headers.path("client-id").asText()));
    boolean signed =
        merchant.isPresent()
            && SignatureHeader.parse(headers.path("signature").asText())
                .filter(
                    signature ->
                        WireSignature.verify(
                            merchant.get().platformKey(),
                            signature,
                            "POST",
                            received.path("path").asText(),
                            merchant.get().clientId(),
                            headers.path("request-time").asText(),
                            body.getBytes(UTF_8)))
                .isPresent();
    return new Webhook(Json.read(body), signed);
  }
}
