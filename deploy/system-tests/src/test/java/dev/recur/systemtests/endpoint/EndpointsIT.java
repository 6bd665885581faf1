package dev.recur.systemtests.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.schemas.avro.WebhookCommand;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.PublishedIds;
import dev.recur.systemtests.merchant.Buyer;
import dev.recur.systemtests.merchant.Call;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Http;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import dev.recur.systemtests.stack.Stack;
import dev.recur.systemtests.stack.StackKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Endpoints as operators make them, the orders that reach the notifier's topic, the published keys,
 * and the two ways to get events, deliveries and attempts back. Each test has merchants of its own
 * and runs beside the others.
 */
@OnStack
@Order(OnStack.FIRST + 6)
class EndpointsIT {

  private static final OffsetDateTime NOW = OffsetDateTime.parse("2027-01-31T10:00:00+08:00");
  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final int MERCHANTS = 3;

  @SuppressWarnings("NullAway.Init")
  private Stack stack;

  @BeforeAll
  void start(Stack running) {
    stack = running;
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void endpoint_shouldBeMadePublishedOrderedAndDeleted() throws IOException {
    String shop = "/admin/merchants/" + newShop("ENDPOINTS_1").clientId();
    String body = "{\"url\":\"%s\",\"shards\":2}".formatted(stack.file().merchant().webhookUrl());
    HttpResponse<String> made = post(shop + "/endpoints", body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String id = Http.json(made.body()).required("endpointId").asText();
    assertThat(post(shop + "/endpoints", body).statusCode()).isEqualTo(200);

    assertThat(post(shop + "/endpoints/" + id + "/keys/rotate", "").statusCode()).isEqualTo(200);
    assertThat(post(shop + "/keys/rotate", "{\"fromVersion\":1}").statusCode()).isEqualTo(200);
    assertThat(kids("ENDPOINTS_1")).containsExactly("1", "2", id + "/1", id + "/2");

    assertThat(post(shop + "/endpoints/" + id + "/disable", "").statusCode()).isEqualTo(202);
    assertThat(post(shop + "/endpoints/" + id + "/enable", "").statusCode()).isEqualTo(202);
    assertThat(
            post(
                    shop + "/endpoints/" + id + "/replay",
                    "{\"since\":\"%s\",\"replayId\":\"r-1\"}"
                        .formatted(Instant.now().minusSeconds(60)))
                .statusCode())
        .isEqualTo(202);
    assertThat(
            stack
                .admin()
                .send("DELETE", shop + "/endpoints/" + id + "?force=true", "")
                .statusCode())
        .isEqualTo(204);
    assertThat(kids("ENDPOINTS_1")).containsExactly("1", "2");
    assertThat(orders("ENDPOINTS_1"))
        .containsExactlyInAnyOrder(
            id + "#0 disable",
            id + "#1 disable",
            id + "#0 enable",
            id + "#1 enable",
            id + "#0 replay r-1",
            id + "#1 replay r-1",
            id + "#0 disable",
            id + "#1 disable");
  }

  /** What two instances change at the same moment is all there afterwards. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void endpointsFromTwoInstancesAtOnce_shouldAllBeKept() throws IOException {
    List<String> shops = IntStream.range(0, MERCHANTS).mapToObj(i -> "ENDPOINTS_TWO_" + i).toList();
    for (String shop : shops) {
      stack.admin().registerMerchant(shop);
    }
    int asked = 0;
    try (SecondService second = SecondService.start(stack);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<URI> instances = List.of(stack.file().admin(), second.admin());
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        for (String shop : shops) {
          URI instance = instances.get(i % 2);
          String body = "{\"url\":\"https://shop.example/%d\"}".formatted(i);
          answers.add(
              CompletableFuture.supplyAsync(() -> createUntilDone(instance, shop, body), callers));
          asked++;
        }
      }
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.join().statusCode()).as(answer.join().body()).isIn(200, 201);
      }
      for (String shop : shops) {
        for (URI instance : instances) {
          await("both instances to know")
              .atMost(WITHIN)
              .untilAsserted(
                  () ->
                      assertThat(urls(instance, shop))
                          .containsExactlyInAnyOrderElementsOf(
                              IntStream.range(0, 12)
                                  .mapToObj(i -> "https://shop.example/" + i)
                                  .toList()));
        }
      }
    }
    Report.heading("EndpointsIT");
    Report.count("endpoints made by two instances at once, and kept", asked);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void events_shouldComeBackWholeToMerchantAndOperator() throws IOException {
    OfficialSdk shop = newShop("ENDPOINTS_2");
    String clock = stack.admin().createClock(NOW);
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      Offer offer = Offer.monthly("events-" + i, NOW, 1000, "PHP");
      var created = shop.create(offer, clock);
      Buyer.approve(created.getNormalUrl());
      ids.add(PublishedIds.subscription(shop.clientId(), offer.requestId()));
    }
    stack.admin().advance(clock, NOW.plusMonths(3));

    List<JsonNode> ofMerchant = new ArrayList<>();
    String next = "";
    for (boolean more = true; more; ) {
      JsonNode page =
          get(
              "/events?clientId="
                  + shop.clientId()
                  + "&limit=7"
                  + (next.isEmpty() ? "" : "&after=" + next));
      page.required("events").forEach(ofMerchant::add);
      next = page.required("next").asText();
      more = page.required("more").asBoolean();
    }
    assertThat(ofMerchant.stream().map(event -> event.required("id").asText()))
        .doesNotHaveDuplicates();
    for (String id : ids) {
      List<Long> sequences =
          ofMerchant.stream()
              .filter(event -> event.required("subscriptionId").asText().equals(id))
              .map(event -> event.required("sequence").asLong())
              .toList();
      assertThat(sequences)
          .hasSizeGreaterThan(6)
          .isEqualTo(LongStream.rangeClosed(1, sequences.size()).boxed().toList());
      JsonNode some = get("/events?subscriptionId=" + id + "&after=2&limit=2").required("events");
      assertThat(some.get(0).required("sequence").asLong()).isEqualTo(3);
      assertThat(some).hasSize(2);
    }
    assertThat(ofMerchant.toString())
        .contains("dev.recur.subscription.ChargeSucceeded", "amountMinor")
        .doesNotContain("\"input\"", "fingerprint", "commandId", "\"ok\"");

    Call.Answer signed =
        shop.executeUntilFinal(
            Call.events(Map.of("subscriptionId", ids.iterator().next(), "after", "0")));
    assertThat(signed.getResult().getResultCode()).isEqualTo("SUCCESS");
    assertThat(signed.getEvents()).hasSizeGreaterThan(6);
    assertThat(signed.getNext()).isNotEmpty();
    attemptsAndDeliveries(shop.clientId(), ids);
  }

  private void attemptsAndDeliveries(String clientId, Set<String> ids) throws IOException {
    String url = "url=" + stack.file().merchant().webhookUrl();
    String id = ids.iterator().next();
    await("attempts")
        .atMost(WITHIN)
        .untilAsserted(
            () ->
                assertThat(
                        get("/admin/merchants/%s/attempts?%s&subscriptionId=%s&outcome=ACKNOWLEDGED"
                                .formatted(clientId, url, id))
                            .required("attempts"))
                    .hasSizeGreaterThan(3));
    JsonNode page = get("/admin/merchants/%s/deliveries?%s&limit=2".formatted(clientId, url));
    assertThat(page.required("deliveries")).hasSize(2);
    assertThat(page.required("deliveries").get(0).required("body").asText())
        .contains("subscriptionId");
    JsonNode on =
        get(
            "/admin/merchants/%s/deliveries?%s&limit=2&cursor=%s"
                .formatted(clientId, url, page.required("next").asText()));
    assertThat(on.required("deliveries").get(0).required("deliveryId"))
        .isNotEqualTo(page.required("deliveries").get(1).required("deliveryId"));
  }

  private OfficialSdk newShop(String clientId) throws IOException {
    return new OfficialSdk(stack.file().gateway(), stack.admin().registerMerchant(clientId));
  }

  private HttpResponse<String> createUntilDone(URI instance, String shop, String body) {
    return await("an endpoint")
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .until(() -> create(instance, shop, body), answer -> answer.statusCode() != 503);
  }

  private HttpResponse<String> create(URI instance, String shop, String body) {
    try {
      return stack
          .admin()
          .sendTo(instance, "POST", "/admin/merchants/" + shop + "/endpoints", body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> urls(URI instance, String shop) throws IOException {
    HttpResponse<String> answer =
        stack.admin().sendTo(instance, "GET", "/admin/merchants/" + shop + "/endpoints", "");
    List<String> urls = new ArrayList<>();
    Http.json(answer.body())
        .required("endpoints")
        .forEach(endpoint -> urls.add(endpoint.required("url").asText()));
    return urls;
  }

  private List<String> kids(String clientId) throws IOException {
    List<String> kids = new ArrayList<>();
    Http.getJson(URI.create(stack.file().gateway() + "/webhooks/keys/" + clientId))
        .required("keys")
        .forEach(key -> kids.add(key.required("kid").asText()));
    return kids;
  }

  /** The orders of a merchant as the notifier finds them: lane without the merchant, and what. */
  private List<String> orders(String clientId) {
    try (StackKafka kafka = stack.kafka();
        RecordCodecs codecs =
            RecordCodecs.from(Map.of("schema.registry.url", stack.file().registry().toString()))) {
      RecordCodec<WebhookCommand> codec = codecs.of(Topics.WEBHOOK_COMMANDS);
      return kafka.records(Topics.WEBHOOK_COMMANDS.name()).stream()
          .filter(record -> new String(record.key(), UTF_8).startsWith(clientId + " "))
          .map(record -> codec.decode(record.value()))
          .map(EndpointsIT::words)
          .toList();
    }
  }

  private static String words(WebhookCommand command) {
    String lane = command.getEndpoint().substring(command.getClientId().length() + 1);
    if (command.getStartReplay() != null) {
      return lane + " replay " + command.getStartReplay().getReplayId();
    }
    return lane + (command.getDisable() != null ? " disable" : " enable");
  }

  private HttpResponse<String> post(String path, String body) throws IOException {
    return stack.admin().send("POST", path, body);
  }

  private JsonNode get(String path) throws IOException {
    HttpResponse<String> answer = stack.admin().send("GET", path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Http.json(answer.body());
  }
}
