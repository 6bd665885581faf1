package dev.recur.systemtests.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.PublishedIds;
import dev.recur.systemtests.merchant.Buyer;
import dev.recur.systemtests.merchant.CreateOnTestClock;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.Inbox;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import dev.recur.systemtests.stack.Stack;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What an endpoint of the merchant is told: once, then not at all for a while, then again. */
@OnStack
@Order(OnStack.FIRST + 7)
class EndpointDeliveryIT {

  private static final String CLIENT = "ENDPOINT_TOLD";
  private static final OffsetDateTime START = OffsetDateTime.parse("2027-01-31T10:00:00+08:00");
  private static final Duration WITHIN = Duration.ofSeconds(30);

  /** Longer than a delivery takes from its event to its receiver. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  @SuppressWarnings("NullAway.Init")
  private Stack stack;

  @BeforeAll
  void start(Stack running) {
    stack = running;
  }

  @Test
  void endpoint_shouldBeTold_heldWhileDisabled_andToldTheSameAgainByAReplay() throws Exception {
    OfficialSdk shop =
        new OfficialSdk(stack.file().gateway(), stack.admin().registerMerchant(CLIENT));
    // Any 2xx acknowledges at an endpoint: this one answers 200 with words that are no JSON.
    String url = shop.webhookUrl("endpoint") + "&fail=1000&how=nonsense";
    HttpResponse<String> made = post("/endpoints", "{\"url\":\"%s\"}".formatted(url));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String endpoint = "/endpoints/" + Http.json(made.body()).required("endpointId").asText();
    Webhook secret = new Webhook(Http.json(made.body()).required("secret").asText());

    String clock = stack.admin().createClock(START);
    String id = subscribe(shop, clock);
    stack.admin().advance(clock, START.plusMonths(2));
    List<Inbox.Webhook> first = awaitTold(id, told(endpoint));
    assertThat(first).hasSizeGreaterThan(3);
    assertGenuineAndInSequence(shop, secret, first);

    assertThat(post(endpoint + "/disable", "").statusCode()).isEqualTo(202);
    awaitStatus(endpoint, "DISABLED");
    stack.admin().advance(clock, START.plusMonths(4));
    int all = awaitMore(endpoint, first.size());
    await("nothing to be sent")
        .during(QUIET)
        .atMost(QUIET.plusSeconds(5))
        .until(() -> received(id).size() == first.size());

    assertThat(post(endpoint + "/enable", "").statusCode()).isEqualTo(202);
    List<Inbox.Webhook> second = awaitTold(id, all);
    awaitStatus(endpoint, "ACTIVE");
    assertGenuineAndInSequence(shop, secret, second);

    String replay = "{\"replayId\":\"all\",\"since\":\"%s\"}".formatted(createdAt(endpoint));
    assertThat(post(endpoint + "/replay", replay).statusCode()).isEqualTo(202);
    List<Inbox.Webhook> third = awaitTold(id, 2 * all);
    third.forEach(webhook -> assertGenuine(shop, secret, webhook));
    assertToldTwiceTheSame(third, all);
    await("the replay to be done")
        .atMost(WITHIN)
        .untilAsserted(
            () -> {
              JsonNode done = get(endpoint + "/replays/all");
              assertThat(done.required("status").asText()).isEqualTo("DONE");
              assertThat(done.required("made").asInt()).isEqualTo(all);
            });
    Report.heading("EndpointDeliveryIT");
    Report.count("told to an endpoint, by both signatures", third.size());
    Report.count("of those held while it was disabled", all - first.size());
    Report.count("of those told again by a replay, the same bytes", all);
  }

  /** A subscription that names no URL for its notifications. */
  private static String subscribe(OfficialSdk shop, String clock) throws IOException {
    Offer offer = Offer.monthly("endpoint-told", START, 1000, "PHP");
    CreateOnTestClock request = shop.createRequest(offer, clock);
    request.setSubscriptionNotificationUrl(null);
    request.setPaymentNotificationUrl(null);
    Buyer.approve(shop.executeUntilFinal(request).getNormalUrl());
    return PublishedIds.subscription(CLIENT, offer.requestId());
  }

  private static void assertGenuineAndInSequence(
      OfficialSdk shop, Webhook secret, List<Inbox.Webhook> webhooks) {
    long previous = 0;
    for (Inbox.Webhook webhook : webhooks) {
      assertGenuine(shop, secret, webhook);
      assertThat(webhook.header("webhook-attempt")).isEqualTo("1");
      assertThat(webhook.told().previousSequence()).isEqualTo(previous);
      assertThat(webhook.told().sequence()).isGreaterThan(previous);
      previous = webhook.told().sequence();
    }
  }

  /** The official SDK and Standard Webhooks' own library are the judges. */
  private static void assertGenuine(OfficialSdk shop, Webhook secret, Inbox.Webhook webhook) {
    assertThat(shop.verifies(webhook)).as("Antom's signature of %s", webhook).isTrue();
    Map<String, List<String>> headers =
        webhook.headers().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
    try {
      secret.verify(webhook.body(), headers);
    } catch (WebhookVerificationException e) {
      throw new AssertionError("The v1 signature of " + webhook + " is not genuine.", e);
    }
  }

  private static void assertToldTwiceTheSame(List<Inbox.Webhook> webhooks, int deliveries) {
    Map<String, List<Inbox.Webhook>> byId =
        webhooks.stream().collect(Collectors.groupingBy(it -> it.header("webhook-id")));
    assertThat(byId).hasSize(deliveries);
    byId.values()
        .forEach(
            told -> {
              assertThat(told).hasSize(2);
              assertThat(told.getLast().body()).isEqualTo(told.getFirst().body());
            });
  }

  private List<Inbox.Webhook> received(String subscriptionId) throws IOException {
    return stack.inbox().webhooks(List.of(subscriptionId));
  }

  private List<Inbox.Webhook> awaitTold(String subscriptionId, int count) {
    return await(count + " webhooks")
        .atMost(WITHIN)
        .until(() -> received(subscriptionId), told -> told.size() == count);
  }

  private void awaitStatus(String endpoint, String status) {
    await("the endpoint to be " + status)
        .atMost(WITHIN)
        .untilAsserted(
            () -> assertThat(get(endpoint).required("status").asText()).isEqualTo(status));
  }

  private String createdAt(String endpoint) throws IOException {
    return get(endpoint).required("createdAt").asText();
  }

  /** How many deliveries to the endpoint there are, once there are no more for a while. */
  private int told(String endpoint) {
    return awaitMore(endpoint, 0);
  }

  private int awaitMore(String endpoint, int than) {
    List<Integer> counts = new ArrayList<>();
    await("the deliveries")
        .atMost(WITHIN)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              counts.add(deliveries(endpoint));
              int last = counts.getLast();
              return last > than && counts.stream().filter(it -> it == last).count() > 2;
            });
    return counts.getLast();
  }

  private int deliveries(String endpoint) throws IOException {
    String id = endpoint.substring(endpoint.lastIndexOf('/') + 1);
    return get("/deliveries?limit=100&endpointId=" + id).required("deliveries").size();
  }

  private HttpResponse<String> post(String path, String body) throws IOException {
    return stack.admin().send("POST", "/admin/merchants/" + CLIENT + path, body);
  }

  private JsonNode get(String path) throws IOException {
    HttpResponse<String> answer =
        stack.admin().send("GET", "/admin/merchants/" + CLIENT + path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Http.json(answer.body());
  }
}
