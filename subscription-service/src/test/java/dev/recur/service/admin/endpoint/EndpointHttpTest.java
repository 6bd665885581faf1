package dev.recur.service.admin.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.id.EndpointLane;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.signature.StandardWebhooks;
import dev.recur.service.read.LaneHealth;
import dev.recur.service.read.MerchantEndpoint;
import dev.recur.service.terms.ReplayRange;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.Json;
import dev.recur.service.testing.MemoryLaneHealths;
import dev.recur.service.testing.MemoryMerchants;
import dev.recur.service.testing.Operator;
import dev.recur.service.testing.RunningService;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final Operator OPERATOR = new Operator(SERVICE);
  private static final String HOOK = "https://shop.example/hook";

  private final String clientId = OPERATOR.newMerchant();
  private final String endpoints = "/admin/merchants/" + clientId + "/endpoints";

  @Test
  void create_shouldAnswerSettingsAndSecretOnce() {
    Response first = post(endpoints, "{\"url\":\"" + HOOK + "\"}");
    assertThat(first.status()).isEqualTo(201);
    Json made = OPERATOR.json(first);
    assertThat(EndpointLane.isEndpointId(text(made, "endpointId"))).isTrue();
    assertThat(text(made, "url")).isEqualTo(HOOK);
    assertThat(text(made, "ordering")).isEqualTo("BEST_EFFORT");
    assertThat(text(made, "schedule")).isEqualTo("ANTOM");
    assertThat(text(made, "status")).isEqualTo("ACTIVE");
    assertThat(first.text())
        .contains("\"signatures\":[\"ANTOM\",\"STANDARD_V1\"]", "\"eventTypes\":[]")
        .contains("\"alsoOverridden\":false", "\"shards\":1", "\"secretVersion\":1")
        .doesNotContain("ratePerSecond", "lanes");
    assertThat(text(made, "publicKey")).startsWith("whpk_");

    Response again = post(endpoints, "{\"url\":\"" + HOOK + "\",\"schedule\":\"ANTOM\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(text(OPERATOR.json(again), "endpointId")).isEqualTo(text(made, "endpointId"));
    assertThat(again.text()).doesNotContain("whsec_");
    assertThat(get(endpoints).text()).doesNotContain("whsec_").contains(HOOK);
    assertThat(get(endpoints + "/" + text(made, "endpointId")).text()).doesNotContain("whsec_");

    Response other = post(endpoints, "{\"url\":\"" + HOOK + "\",\"ordering\":\"STRICT\"}");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text()).contains("PATCH");
  }

  @Test
  void secrets_shouldLieSealedForTheirPlace() {
    Json made = create(HOOK);
    MerchantEndpoint.Secret secret = only().latestSecret();
    SecretBox box = SERVICE.bean(SecretBox.class);
    byte[] hmac =
        box.open(bytes(secret.sealedHmacKey()), SealContext.endpointHmac(clientId, id(made), 1));
    assertThat(StandardWebhooks.secretText(hmac)).isEqualTo(text(made, "secret"));
    assertThat(
            StandardWebhooks.publicKeyText(
                StandardWebhooks.ed25519PublicKey(secret.ed25519PublicKey())))
        .isEqualTo(text(made, "publicKey"));
    assertThat(
            box.open(
                bytes(secret.sealedEd25519Key()),
                SealContext.endpointEd25519(clientId, id(made), 1)))
        .isNotEmpty();
  }

  @Test
  void create_shouldTakeEverySetting() {
    Response response =
        post(
            endpoints,
            """
            {"url": "https://shop.example/a?b=c", "eventTypes": ["notifyPayment", "endpoint.failing",
             "notifyPayment"], "ordering": "STRICT", "schedule": "DAYS_30", "alsoOverridden": true,
             "signatures": ["STANDARD_V1A"], "ratePerSecond": 50, "shards": 3}
            """);
    assertThat(response.status()).isEqualTo(201);
    assertThat(response.text())
        .contains("\"eventTypes\":[\"notifyPayment\",\"endpoint.failing\"]")
        .contains("\"ordering\":\"STRICT\"", "\"schedule\":\"DAYS_30\"", "\"shards\":3")
        .contains("\"alsoOverridden\":true", "\"signatures\":[\"STANDARD_V1A\"]")
        .contains("\"ratePerSecond\":50", "#2\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | url is missing",
        "{\"url\":\"http://shop.example/\"} | url is plain http",
        "{\"url\":\"ftp://shop.example/\"} | url is no absolute http(s) URL",
        "{\"url\":\"https://u:p@shop.example/\"} | url is no absolute http(s) URL",
        "{\"url\":\"https://shop.example/#x\"} | url has a fragment",
        "{\"url\":\"https://shop.example:22/\"} | url has port 22: give 443",
        "{\"url\":\"https://shop.example:65536/\"} | url has port 65536: give 443",
        "{\"url\":\"https://a.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example/\"} | at most 63 between two dots",
        "{\"url\":\"https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/\"} | at most 253 characters",
        "{\"url\":\"https://127.1/\"} | url",
        "{\"url\":\"https://2130706433/\"} | url",
        "{\"url\":\"https://10.0.0.1/\"} | url leads to 10.0.0.1, which webhooks must not reach",
        "{\"url\":\"https://[::1]/\"} | give an address of the public Internet",
        "{\"url\":\"https://shop.example/\",\"eventTypes\":[\"refund\"]} | no event type",
        "{\"url\":\"https://shop.example/\",\"eventTypes\":\"notifyRefund\"} | is not an array",
        "{\"url\":\"https://shop.example/\",\"ordering\":\"LOOSE\"} | ordering is none of",
        "{\"url\":\"https://shop.example/\",\"schedule\":\"NEVER\"} | schedule is none of",
        "{\"url\":\"https://shop.example/\",\"signatures\":[\"MD5\"]} | signatures[0] is none of",
        "{\"url\":\"https://shop.example/\",\"ratePerSecond\":10001} | from 0 to 10000",
        "{\"url\":\"https://shop.example/\",\"shards\":13} | from 1 to 12",
        "{\"url\":\"https://shop.example/\",\"shards\":0} | from 1 to 12",
      })
  void create_badInput_shouldSayWhatToDo(String body, String words) {
    Response response = post(endpoints, body);
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.text()).contains(words);
    assertThat(OPERATOR.json(get(endpoints)).at("endpoints").size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTPS://shop.example/", "https://SHOP.example:443", "https://shop.example"})
  void otherSpellingOfTheSameUrl_shouldBeTheSameEndpoint(String url) {
    Json made = create("https://shop.example/");
    Response again = post(endpoints, "{\"url\":\"" + url + "\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(text(OPERATOR.json(again), "endpointId")).isEqualTo(id(made));
    assertThat(text(OPERATOR.json(again), "url")).isEqualTo("https://shop.example/");
    assertThat(text(create("https://Shop.example:8443/A?b=%C3%A4"), "url"))
        .isEqualTo("https://shop.example:8443/A?b=%C3%A4");
  }

  @Test
  void merchant_shouldHaveAtMostSixteen() {
    for (int i = 0; i < 16; i++) {
      assertThat(post(endpoints, "{\"url\":\"" + HOOK + i + "\"}").status()).isEqualTo(201);
    }
    Response more = post(endpoints, "{\"url\":\"" + HOOK + "\"}");
    assertThat(more.status()).isEqualTo(409);
    assertThat(more.text()).contains("16 endpoints", "delete one");
    assertThat(post(endpoints, "{\"url\":\"" + HOOK + "3\"}").status()).isEqualTo(200);
  }

  @Test
  void update_shouldChangeWhatIsNamedOnly() {
    String path = endpoints + "/" + id(create(HOOK));
    assertThat(patch(path, "{\"ratePerSecond\":5,\"ordering\":\"STRICT\"}").status())
        .isEqualTo(200);
    Response second = patch(path, "{\"url\":\"https://shop.example/new\",\"shards\":1}");
    assertThat(second.text())
        .contains("\"ratePerSecond\":5", "\"ordering\":\"STRICT\"", "https://shop.example/new")
        .doesNotContain("whsec_");
    assertThat(patch(path, "{\"ratePerSecond\":0}").text()).doesNotContain("ratePerSecond");
    assertThat(patch(path, "{\"eventTypes\":[\"notifyRefund.FAIL\"]}").text())
        .contains("[\"notifyRefund.FAIL\"]");
    assertThat(patch(path, "{\"eventTypes\":[]}").text()).contains("\"eventTypes\":[]");

    Response shards = patch(path, "{\"shards\":2}");
    assertThat(shards.status()).isEqualTo(409);
    assertThat(shards.text()).contains("shards is settled");
    create(HOOK);
    Response taken = patch(path, "{\"url\":\"" + HOOK + "\"}");
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.text()).contains("has this url");
    assertThat(patch(path, "{\"url\":\"http://shop.example/\"}").status()).isEqualTo(400);
  }

  @Test
  void delete_ofTheLastOne_shouldBeMeant() {
    String path = endpoints + "/" + id(create(HOOK));
    for (String force : List.of("", "?force=false")) {
      Response refused = OPERATOR.send("DELETE", path + force, "");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.text()).contains("last endpoint", "?force=true");
    }
    assertThat(OPERATOR.send("DELETE", path + "?forced=true", "").status()).isEqualTo(400);
    assertThat(orders()).isEmpty();
    create(HOOK + "/other");
    assertThat(OPERATOR.send("DELETE", path, "").status()).isEqualTo(204);
  }

  @Test
  void delete_shouldStopWhatWaitsAndForget() {
    Json made = create(HOOK);
    String path = endpoints + "/" + id(made);
    assertThat(OPERATOR.send("DELETE", path + "?force=true", "").status()).isEqualTo(204);
    assertThat(orders())
        .containsExactly(
            new MemoryLaneOrders.Given(
                clientId, lanes(made, 1), new LaneOrder.Disable("The endpoint was deleted.")));
    assertThat(get(path).status()).isEqualTo(404);
    assertThat(OPERATOR.send("DELETE", path, "").status()).isEqualTo(404);
    assertThat(id(create(HOOK))).isNotEqualTo(id(made));
  }

  @Test
  void rotate_shouldLetTheOldSecretSignAlongForAWhile() {
    Json made = create(HOOK);
    String rotate = endpoints + "/" + id(made) + "/keys/rotate";
    Json second = OPERATOR.json(post(rotate, ""));
    assertThat(text(second, "secret")).startsWith("whsec_").isNotEqualTo(text(made, "secret"));
    assertThat(text(second, "publicKey")).isNotEqualTo(text(made, "publicKey"));
    assertThat(second.number("secretVersion")).isEqualTo(2);
    assertThat(second.at("keys").size()).isEqualTo(2);
    assertThat(text(second.at("keys").at(0), "expiresAt")).isNotEmpty();
    assertThat(second.at("keys").at(1).has("expiresAt")).isFalse();
    assertThat(only().secrets()).hasSize(2);

    Json third = OPERATOR.json(post(rotate, "{\"overlapHours\":0}"));
    assertThat(third.number("secretVersion")).isEqualTo(3);
    assertThat(third.at("keys").size()).isEqualTo(1);
    assertThat(post(rotate, "{\"overlapHours\":169}").text()).contains("from 0 to 168");
  }

  @Test
  void rotate_repeated_shouldRotateOnce() {
    String rotate = endpoints + "/" + id(create(HOOK)) + "/keys/rotate";
    assertThat(post(rotate, "{\"fromVersion\":1}").text()).contains("whsec_");
    Response again = post(rotate, "{\"fromVersion\":1}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).contains("\"secretVersion\":2").doesNotContain("whsec_");
    assertThat(post(rotate, "{\"fromVersion\":9}").status()).isEqualTo(409);
    for (int i = 0; i < 3; i++) {
      assertThat(post(rotate, "").status()).isEqualTo(200);
    }
    Response tooMany = post(rotate, "");
    assertThat(tooMany.status()).isEqualTo(409);
    assertThat(tooMany.text()).contains("5 secrets sign already");
    assertThat(post(rotate, "{\"overlapHours\":0}").status()).isEqualTo(200);
  }

  @Test
  void orders_shouldGoToEveryLane() {
    Json made = OPERATOR.json(post(endpoints, "{\"url\":\"" + HOOK + "\",\"shards\":2}"));
    String path = endpoints + "/" + id(made);
    List<String> lanes = lanes(made, 2);
    assertThat(lanes).hasSize(2);
    Response disabled = post(path + "/disable", "{\"reason\":\"They asked for it.\"}");
    assertThat(disabled.status()).isEqualTo(202);
    assertThat(disabled.text()).contains(lanes);
    assertThat(post(path + "/disable", "").status()).isEqualTo(202);
    assertThat(post(path + "/enable", "").status()).isEqualTo(202);
    Response unknown = post(path + "/replays/r-1/cancel", "");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text()).contains("No such replay is known");
    tell(lanes.get(1), id(made), LaneHealth.Status.ACTIVE, LaneHealth.ReplayStatus.RUNNING, 1);
    assertThat(post(path + "/replays/r-1/cancel", "").status()).isEqualTo(202);
    assertThat(orders().stream().map(MemoryLaneOrders.Given::order))
        .containsExactly(
            new LaneOrder.Disable("They asked for it."),
            new LaneOrder.Disable("An operator disabled it."),
            new LaneOrder.Enable(),
            new LaneOrder.CancelReplay("r-1"));
    assertThat(orders()).allMatch(given -> given.lanes().equals(lanes));
  }

  @Test
  void orders_ofAUrl_shouldGoToItsLane() {
    String merchant = "/admin/merchants/" + clientId;
    List<String> lane = List.of(clientId + " https://shop.example:443");
    String url = "{\"url\":\"https://SHOP.example/any\"}";
    assertThat(post(merchant + "/lanes/disable", url).status()).isEqualTo(202);
    assertThat(post(merchant + "/lanes/enable", url).status()).isEqualTo(202);
    tell(lane.getFirst(), null, LaneHealth.Status.ACTIVE, LaneHealth.ReplayStatus.RUNNING, 1);
    assertThat(post(merchant + "/replays/r-1/cancel", url).status()).isEqualTo(202);
    assertThat(post(merchant + "/replay", url.replace("}", ",\"since\":\"" + ago(60) + "\"}")))
        .extracting(Response::status)
        .isEqualTo(202);
    assertThat(orders()).hasSize(4).allMatch(given -> given.lanes().equals(lane));
    Response nothing = post(merchant + "/lanes/enable", "{}");
    assertThat(nothing.status()).isEqualTo(400);
    assertThat(nothing.text()).contains("endpointId is missing, and so is url");
  }

  @Test
  void orders_ofMails_shouldGoToTheirLane() {
    String mails = "{\"url\":\"mailto:\"}";
    assertThat(post("/admin/merchants/" + clientId + "/lanes/enable", mails).status())
        .isEqualTo(202);
    assertThat(orders())
        .singleElement()
        .satisfies(given -> assertThat(given.lanes()).containsExactly(clientId + " mailto:"));
  }

  @Test
  void replay_shouldSayFromWhenToWhenAndWhat() {
    String path = endpoints + "/" + id(create(HOOK)) + "/replay";
    String subscriptionId = "S" + "0".repeat(40);
    String since = ago(3600);
    String until = ago(60);
    Response asked =
        post(
            path,
            """
            {"since": "%s", "until": "%s", "replayId": "r-7", "filter": {"eventTypes":
             ["notifyPayment"], "subscriptionId": "%s", "deliveryId": "d"}}
            """
                .formatted(since, until, subscriptionId));
    assertThat(asked.status()).isEqualTo(202);
    assertThat(asked.text()).contains("\"replayId\":\"r-7\"");
    LaneOrder.StartReplay order = (LaneOrder.StartReplay) orders().getFirst().order();
    assertThat(order.range())
        .isEqualTo(
            new ReplayRange(
                Instant.parse(since),
                Instant.parse(until),
                List.of("notifyPayment"),
                subscriptionId,
                "d"));

    Response open = post(path, "{\"since\":\"" + since + "\"}");
    assertThat(text(OPERATOR.json(open), "replayId")).matches("R[0-9a-f]{24}");
    assertThat(post(path, "{}").text()).contains("since is missing");
    assertThat(post(path, "{\"since\":\"" + ago(100 * 86_400) + "\"}").text()).contains("90 days");
    assertThat(post(path, "{\"since\":\"" + ago(-60) + "\"}").text()).contains("before now");
    assertThat(post(path, "{\"since\":\"" + since + "\",\"replayId\":\"a b\"}").text())
        .contains("replayId");
    assertThat(
            post(path, "{\"since\":\"%s\",\"filter\":{\"subscriptionId\":\"x\"}}".formatted(since))
                .text())
        .contains("filter.subscriptionId");
  }

  @Test
  void replay_ofEmails_shouldTakeTheirTypes() {
    String path = "/admin/merchants/" + clientId + "/replay";
    String body = "{\"url\":\"mailto:\",\"since\":\"%s\",\"filter\":{\"eventTypes\":[\"%s\"]}}";
    assertThat(post(path, body.formatted(ago(60), "email.RECEIPT")).status()).isEqualTo(202);
    assertThat(((LaneOrder.StartReplay) orders().getFirst().order()).range().eventTypes())
        .containsExactly("email.RECEIPT");
    assertThat(post(path, body.formatted(ago(60), "notifyPayment")).text())
        .contains("filter.eventTypes holds what is no event type", "email.PAYMENT_FAILED");
    assertThat(post(path, body.replace("mailto:", HOOK).formatted(ago(60), "email.RECEIPT")).text())
        .contains("filter.eventTypes holds what is no event type", "notifyPayment");
  }

  @Test
  void unknownField_shouldBeNamedAndNothingDone() {
    String path = endpoints + "/" + id(create(HOOK));
    String replay =
        "{\"since\":\"%s\",\"filter\":{\"eventType\":[\"notifyPayment\"]}}".formatted(ago(60));
    Response everything = post(path + "/replay", replay);
    assertThat(everything.status()).isEqualTo(400);
    assertThat(everything.text())
        .contains("filter.eventType is not known here", "deliveryId, eventTypes, subscriptionId");
    assertThat(patch(path, "{\"rate\":1}").text()).contains("rate is not known here");
    assertThat(post(endpoints, "{\"url\":\"" + HOOK + "x\",\"shard\":2}").text())
        .contains("shard is not known here");
    String ofUrl = "{\"url\":\"" + HOOK + "\",\"why\":1}";
    for (String call : List.of("/lanes/disable", "/lanes/enable", "/replay", "/replays/r/cancel")) {
      assertThat(post("/admin/merchants/" + clientId + call, ofUrl).text())
          .contains("why is not known here");
    }
    assertThat(post(path + "/disable", "{\"reasons\":\"x\"}").status()).isEqualTo(400);
    assertThat(orders()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\n", "\\r", "\\u0007", "\\u0085", "\\u2028", "\\u202e", "\\u200b"})
  void disable_reasonThatIsNoLine_shouldBeRefused(String escaped) {
    Response response =
        post(
            endpoints + "/" + id(create(HOOK)) + "/disable",
            "{\"reason\":\"They asked." + escaped + "All is well.\"}");
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.text()).contains("reason holds a line break").doesNotContain("All is");
    assertThat(orders()).isEmpty();
  }

  @Test
  void replay_beyondWhatALaneRemembers_shouldBeRefused() {
    Json made = create(HOOK);
    String path = endpoints + "/" + id(made) + "/replay";
    List<LaneHealth.Replay> running = new ArrayList<>();
    for (int i = 0; i < EndpointLane.REPLAYS_MAX; i++) {
      running.add(replay("r-" + i, LaneHealth.ReplayStatus.RUNNING, null, null));
    }
    tell(lanes(made, 1).getFirst(), id(made), running);
    Response refused = post(path, "{\"since\":\"" + ago(60) + "\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("10 replays are not over");
    assertThat(orders()).isEmpty();
    assertThat(post(path, "{\"since\":\"" + ago(60) + "\",\"replayId\":\"r-3\"}").status())
        .isEqualTo(202);
    running.set(0, replay("r-0", LaneHealth.ReplayStatus.DONE, null, null));
    tell(lanes(made, 1).getFirst(), id(made), running);
    assertThat(post(path, "{\"since\":\"" + ago(60) + "\"}").status()).isEqualTo(202);
  }

  @Test
  void replay_thatIsThereForOtherDeliveries_shouldBeRefused() {
    Json made = create(HOOK);
    String path = endpoints + "/" + id(made) + "/replay";
    String since = ago(3600);
    Instant until = Instant.parse(ago(60));
    ReplayRange range =
        new ReplayRange(Instant.parse(since), until, List.of("notifyPayment"), null, null);
    tell(
        lanes(made, 1).getFirst(),
        id(made),
        List.of(replay("r-1", LaneHealth.ReplayStatus.DONE, range, null)));
    String same =
        "{\"replayId\":\"r-1\",\"since\":\"%s\",\"filter\":{\"eventTypes\":[\"notifyPayment\"]}}"
            .formatted(since);

    Response again = post(path, same);
    assertThat(again.status()).isEqualTo(202);
    assertThat(text(OPERATOR.json(again), "until")).isEqualTo(until.toString());
    assertThat(post(path, same.replace("}}", "},\"until\":\"" + until + "\"}")).status())
        .isEqualTo(202);
    for (String other :
        List.of(
            same.replace("notifyPayment", "notifyRefund"),
            same.replace(since, ago(7200)),
            same.replace("}}", "},\"until\":\"" + ago(30) + "\"}"),
            same.replace("]}", "],\"deliveryId\":\"d\"}"))) {
      Response refused = post(path, other);
      assertThat(refused.status()).as(other).isEqualTo(409);
      assertThat(refused.text()).contains("Replay r-1 is of other deliveries", "another replayId");
    }
    assertThat(orders())
        .extracting(MemoryLaneOrders.Given::order)
        .containsOnly(new LaneOrder.StartReplay("r-1", range));
    assertThat(get(endpoints + "/" + id(made) + "/replays/r-1").text())
        .contains("\"since\":\"" + since)
        .contains("\"filter\":{\"eventTypes\":[\"notifyPayment\"]}");
  }

  @Test
  void replay_thatTheNotifierRefused_shouldSayWhy_andBeTakenWhenAskedForAgain() {
    Json made = create(HOOK);
    String path = endpoints + "/" + id(made);
    ReplayRange range =
        new ReplayRange(Instant.parse(ago(3600)), Instant.parse(ago(60)), List.of(), null, null);
    tell(
        lanes(made, 1).getFirst(),
        id(made),
        List.of(replay("r-1", LaneHealth.ReplayStatus.CANCELLED, range, "Too many.")));
    assertThat(get(path + "/replays/r-1").text())
        .contains("\"status\":\"CANCELLED\",\"reason\":\"Too many.\"");
    String since = ago(60);
    String again = "{\"replayId\":\"r-1\",\"since\":\"" + since + "\"}";
    assertThat(post(path + "/replay", again).status()).isEqualTo(202);
    LaneOrder.StartReplay order = (LaneOrder.StartReplay) orders().getFirst().order();
    assertThat(order.range().since()).isEqualTo(Instant.parse(since));
  }

  /** It is of one range, in every lane that takes it. */
  @Test
  void replay_thatSomeLanesRefused_shouldBeAskedForAgainAsTheOthersTookIt() {
    Json made = OPERATOR.json(post(endpoints, "{\"url\":\"" + HOOK + "\",\"shards\":3}"));
    String path = endpoints + "/" + id(made) + "/replay";
    String since = ago(3600);
    List<String> both = List.of("notifyPayment", "notifyRefund");
    ReplayRange range =
        new ReplayRange(Instant.parse(since), Instant.parse(ago(60)), both, null, null);
    List<LaneHealth.Replay> full = new ArrayList<>();
    full.add(replay("r-1", LaneHealth.ReplayStatus.DONE, range, null));
    for (int i = 0; i < EndpointLane.REPLAYS_MAX; i++) {
      full.add(replay("other-" + i, LaneHealth.ReplayStatus.RUNNING, null, null));
    }
    List<String> lanes = lanes(made, 3);
    tell(
        lanes.get(0),
        id(made),
        List.of(replay("r-1", LaneHealth.ReplayStatus.CANCELLED, range, "Too many.")));
    tell(lanes.get(1), id(made), List.of(replay("r-1", LaneHealth.ReplayStatus.DONE, null, null)));
    tell(lanes.get(2), id(made), full);
    String again =
        "{\"replayId\":\"r-1\",\"since\":\"%s\",\"filter\":{\"eventTypes\":[\"notifyRefund\",\"notifyPayment\"]}}"
            .formatted(Instant.parse(since).atOffset(ZoneOffset.ofHours(8)));

    assertThat(post(path, again).status()).isEqualTo(202);
    assertThat(post(path, again.replace(",\"notifyPayment\"", "")).status()).isEqualTo(409);
    assertThat(orders())
        .extracting(MemoryLaneOrders.Given::order)
        .containsExactly(new LaneOrder.StartReplay("r-1", range));
    assertThat(get(endpoints + "/" + id(made) + "/replays/r-1").text())
        .contains("\"status\":\"CANCELLED\"", "Too many.", "\"since\":\"" + since);
  }

  @Test
  void replay_untilLater_shouldBeTheSameWhenAskedForAgain() {
    Json made = create(HOOK);
    String path = endpoints + "/" + id(made) + "/replay";
    String until = ago(-3600);
    String body =
        "{\"replayId\":\"r-1\",\"since\":\"%s\",\"until\":\"%s\"}".formatted(ago(60), until);
    assertThat(text(OPERATOR.json(post(path, body)), "until")).isEqualTo(until);
    LaneOrder.StartReplay order = (LaneOrder.StartReplay) orders().getFirst().order();
    tell(
        lanes(made, 1).getFirst(),
        id(made),
        List.of(replay("r-1", LaneHealth.ReplayStatus.DONE, order.range(), null)));
    assertThat(post(path, body).status()).isEqualTo(202);
  }

  /** What was only replayed never had another status. */
  @Test
  void health_thatNeverChanged_shouldBeSinceTheEndpointWasMade() {
    Json made = create(HOOK);
    SERVICE
        .bean(MemoryLaneHealths.class)
        .put(
            new LaneHealth(
                lanes(made, 1).getFirst(),
                clientId,
                id(made),
                LaneHealth.Status.ACTIVE,
                null,
                null,
                List.of()));
    Json shown = OPERATOR.json(get(endpoints + "/" + id(made)));
    assertThat(text(shown, "since")).isEqualTo(text(shown, "createdAt"));
    assertThat(get("/admin/merchants/" + clientId + "/lanes").text()).doesNotContain("since");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"url\":\"\"}", "{\"url\":null,\"ordering\":null}"})
  void update_thatNamesNothing_shouldSaySo(String body) {
    Response refused = patch(endpoints + "/" + id(create(HOOK)), body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("Nothing is named that is to change: send a value");
  }

  @Test
  void replay_ofOneSubscription_shouldGoToItsLaneOnly() {
    Json made = OPERATOR.json(post(endpoints, "{\"url\":\"" + HOOK + "\",\"shards\":12}"));
    String subscriptionId = "S" + "1".repeat(40);
    post(
        endpoints + "/" + id(made) + "/replay",
        "{\"since\":\"%s\",\"filter\":{\"subscriptionId\":\"%s\"}}"
            .formatted(ago(60), subscriptionId));
    assertThat(orders().getFirst().lanes())
        .containsExactly(EndpointLane.ofEndpoint(clientId, id(made), 12, subscriptionId).text());
  }

  @Test
  void health_shouldBeThatOfTheWorstLane() {
    Json made = OPERATOR.json(post(endpoints, "{\"url\":\"" + HOOK + "\",\"shards\":2}"));
    String path = endpoints + "/" + id(made);
    List<String> lanes = lanes(made, 2);
    tell(lanes.get(0), id(made), LaneHealth.Status.FAILING, LaneHealth.ReplayStatus.DONE, 3);
    assertThat(text(OPERATOR.json(get(path)), "status")).isEqualTo("FAILING");
    tell(lanes.get(1), id(made), LaneHealth.Status.DISABLED, LaneHealth.ReplayStatus.RUNNING, 4);
    Json shown = OPERATOR.json(get(path));
    assertThat(text(shown, "status")).isEqualTo("DISABLED");
    assertThat(text(shown, "reason")).isEqualTo("It answers nothing.");
    assertThat(text(shown, "since")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(shown.at("replays").size()).isEqualTo(1);
    assertThat(text(shown.at("replays").at(0), "status")).isEqualTo("RUNNING");
    assertThat(shown.at("replays").at(0).number("made")).isEqualTo(7);
    assertThat(shown.at("lanes").size()).isEqualTo(2);
    assertThat(get(path + "/replays/r-1").text()).contains("\"made\":7");
    assertThat(get(path + "/replays/r-2").status()).isEqualTo(404);

    String ofUrl = clientId + " https://shop.example:443";
    tell(ofUrl, null, LaneHealth.Status.FAILING, LaneHealth.ReplayStatus.CANCELLED, 1);
    assertThat(OPERATOR.json(get("/admin/merchants/" + clientId + "/lanes")).at("lanes").size())
        .isEqualTo(3);
    assertThat(
            get("/admin/merchants/" + clientId + "/replays/r-1?url=https://shop.example/x").text())
        .contains("CANCELLED");
  }

  @Test
  void unknownMerchantOrEndpoint_shouldBeA404() {
    String nobody = "/admin/merchants/nobody/endpoints";
    assertThat(post(nobody, "{\"url\":\"" + HOOK + "\"}").status()).isEqualTo(404);
    assertThat(get(nobody).status()).isEqualTo(404);
    assertThat(post("/admin/merchants/nobody/lanes/enable", "{\"url\":\"" + HOOK + "\"}").status())
        .isEqualTo(404);
    String path = endpoints + "/E" + "0".repeat(24);
    assertThat(get(path).status()).isEqualTo(404);
    assertThat(patch(path, "{\"ratePerSecond\":5}").status()).isEqualTo(404);
    for (String call : List.of("/disable", "/enable", "/keys/rotate")) {
      Response response = post(path + call, "");
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.text()).contains("no such endpoint");
    }
  }

  @Test
  void brokerAway_shouldAskToAskAgain() {
    String path = endpoints + "/" + id(create(HOOK));
    SERVICE.bean(MemoryLaneOrders.class).setAway(true);
    try {
      assertThat(post(path + "/enable", "").status()).isEqualTo(503);
      assertThat(OPERATOR.send("DELETE", path + "?force=true", "").status()).isEqualTo(503);
    } finally {
      SERVICE.bean(MemoryLaneOrders.class).setAway(false);
    }
    assertThat(OPERATOR.send("DELETE", path + "?force=true", "").status()).isEqualTo(204);
  }

  @Test
  void sameEndpointFromManyAtOnce_shouldBeOne() {
    List<CompletableFuture<Response>> all = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        all.add(
            CompletableFuture.supplyAsync(
                () -> post(endpoints, "{\"url\":\"" + HOOK + "\"}"), callers));
      }
    }
    assertThat(all.stream().map(response -> response.join().status()))
        .containsOnlyOnce(201)
        .containsOnly(200, 201);
    assertThat(OPERATOR.json(get(endpoints)).at("endpoints").size()).isEqualTo(1);
  }

  private void tell(
      String lane,
      @Nullable String endpointId,
      LaneHealth.Status status,
      LaneHealth.ReplayStatus replay,
      long made) {
    Instant since = Instant.parse("2026-01-01T00:00:00Z");
    SERVICE
        .bean(MemoryLaneHealths.class)
        .put(
            new LaneHealth(
                lane,
                clientId,
                endpointId,
                status,
                "It answers nothing.",
                since,
                List.of(new LaneHealth.Replay("r-1", replay, made, since, since, null, null))));
  }

  private static LaneHealth.Replay replay(
      String id,
      LaneHealth.ReplayStatus status,
      @Nullable ReplayRange range,
      @Nullable String refusal) {
    Instant now = Instant.now();
    return new LaneHealth.Replay(id, status, 0, now, now, range, refusal);
  }

  private void tell(String lane, String endpointId, List<LaneHealth.Replay> replays) {
    SERVICE
        .bean(MemoryLaneHealths.class)
        .put(
            new LaneHealth(
                lane,
                clientId,
                endpointId,
                LaneHealth.Status.ACTIVE,
                null,
                Instant.parse("2026-01-01T00:00:00Z"),
                replays));
  }

  private MerchantEndpoint only() {
    return Objects.requireNonNull(SERVICE.bean(MemoryMerchants.class).find(clientId))
        .endpoints()
        .getFirst();
  }

  private List<MemoryLaneOrders.Given> orders() {
    return SERVICE.bean(MemoryLaneOrders.class).given(clientId);
  }

  private List<String> lanes(Json endpoint, int shards) {
    return EndpointLane.allOfEndpoint(clientId, id(endpoint), shards).stream()
        .map(EndpointLane::text)
        .toList();
  }

  private Json create(String url) {
    Response response = post(endpoints, "{\"url\":\"" + url + "\"}");
    assertThat(response.status()).as(response.text()).isEqualTo(201);
    return OPERATOR.json(response);
  }

  private static String id(Json endpoint) {
    return text(endpoint, "endpointId");
  }

  private static String text(Json object, String name) {
    return object.text(name);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static String ago(long seconds) {
    return Instant.now().minusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Response get(String path) {
    return OPERATOR.send("GET", path, "");
  }

  private static Response post(String path, String body) {
    return OPERATOR.send("POST", path, body);
  }

  private static Response patch(String path, String body) {
    return OPERATOR.send("PATCH", path, body);
  }
}
