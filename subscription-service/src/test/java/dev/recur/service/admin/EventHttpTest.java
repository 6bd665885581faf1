package dev.recur.service.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.service.read.Authorisation;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.testing.GatewayCaller;
import dev.recur.service.testing.HttpCaller;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.Json;
import dev.recur.service.testing.MemoryEventLog;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.Operator;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.TestMerchant;
import dev.recur.service.testing.Views;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The two doors to the ledger's events. */
class EventHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final Operator OPERATOR = new Operator(SERVICE);
  private static final GatewayCaller GATEWAY = new GatewayCaller(SERVICE);

  private final TestMerchant merchant = SERVICE.live();
  private final SubscriptionView view = Views.plain(merchant, UUID.randomUUID().toString());
  private final String subscriptionId = view.subscriptionId();

  @BeforeEach
  void events() {
    SERVICE
        .bean(MemorySubscriptions.class)
        .put(view, new Authorisation(Authorisation.Decision.OPEN, Views.OFFERED, 0), List.of());
    for (int sequence = 1; sequence <= 5; sequence++) {
      SERVICE.bean(MemoryEventLog.class).put(merchant.clientId(), subscriptionId, sequence);
    }
  }

  @Test
  void ofSubscription_shouldComeInPages() {
    Json page = events("subscriptionId=" + subscriptionId + "&after=1&limit=2");
    assertThat(page.at("events").all().stream().map(event -> event.number("sequence")))
        .containsExactly(2L, 3L);
    assertThat(page.text("next")).isEqualTo("3");
    Json event = page.at("events").at(0);
    assertThat(event.text("id")).isEqualTo(subscriptionId + "/2");
    assertThat(event.at("data").number("attempt")).isEqualTo(1);
    assertThat(events("subscriptionId=" + subscriptionId).at("events").size()).isEqualTo(5);
  }

  @Test
  void ofMerchant_shouldGoOnWhereItEnded() {
    Json first = events("clientId=" + merchant.clientId() + "&limit=2");
    Json second =
        events("clientId=" + merchant.clientId() + "&limit=2&after=" + first.text("next"));
    assertThat(second.at("events").at(0).text("id"))
        .isNotEqualTo(first.at("events").at(0).text("id"));
  }

  @Test
  void badQueries_shouldSayWhatToDo() {
    assertThat(get("").text()).contains("clientId is missing, and so is subscriptionId");
    assertThat(get("clientId=a&subscriptionId=b").text()).contains("are both there: send one");
    assertThat(get("clientId=a&clientId=b").text()).contains("twice");
    String ofMerchant = "clientId=" + merchant.clientId();
    assertThat(get(ofMerchant + "&after=xyz").text()).contains("after is no position");
    assertThat(get(ofMerchant + "&limit=101").text()).contains("from 1 to 100");
    assertThat(get("subscriptionId=" + subscriptionId + "&after=-1").status()).isEqualTo(400);
    assertThat(get("subscriptionId=S" + "0".repeat(40)).status()).isEqualTo(404);
    assertThat(get("clientId=nobody").status()).isEqualTo(404);
  }

  @Test
  void whileStillReading_shouldAskToAskAgain() {
    SERVICE.bean(MemorySubscriptions.class).setCaughtUp(false);
    try {
      assertThat(get("clientId=" + merchant.clientId()).status()).isEqualTo(503);
      assertThat(call("{}")).contains("\"resultStatus\":\"U\"");
    } finally {
      SERVICE.bean(MemorySubscriptions.class).setCaughtUp(true);
    }
  }

  @Test
  void door_shouldNeedTheTokenAndBeOnTheAdminPortOnly() {
    HttpCaller http = new HttpCaller(SERVICE);
    String query = "/events?clientId=" + merchant.clientId();
    assertThat(http.send("GET", SERVICE.adminUrl() + query, Map.of(), "").status()).isEqualTo(401);
    assertThat(
            http.send(
                    "GET",
                    SERVICE.gatewayUrl() + query,
                    Map.of("Authorization", "Bearer " + RunningService.ADMIN_TOKEN),
                    "")
                .status())
        .isEqualTo(404);
  }

  @Test
  void merchant_shouldGetItsOwnByASignedCall() {
    String one = call("{\"subscriptionId\":\"%s\",\"after\":\"3\"}".formatted(subscriptionId));
    assertThat(one)
        .contains("\"resultStatus\":\"S\"", "\"sequence\":4", "\"sequence\":5", "\"next\":\"5\"")
        .contains("\"more\":false", "dev.recur.subscription.ChargeSucceeded")
        .doesNotContain("\"sequence\":3");
    assertThat(call("{\"limit\":1}")).contains("\"more\":true", "\"resultStatus\":\"S\"");
    assertThat(call("{\"after\":\"xyz\"}")).contains("PARAM_ILLEGAL", "after is no position");
    assertThat(
            GATEWAY.post(
                SERVICE.sandbox(),
                "subscriptions/inquireEvents",
                "{\"subscriptionId\":\"%s\"}".formatted(subscriptionId)))
        .contains("SUBSCRIPTION_NOT_EXIST");
    assertThat(GATEWAY.post(SERVICE.sandbox(), "subscriptions/inquireEvents", "{}"))
        .doesNotContain(merchant.clientId());
  }

  private String call(String body) {
    return GATEWAY.post(merchant, "subscriptions/inquireEvents", body);
  }

  private static Json events(String query) {
    Response response = get(query);
    assertThat(response.status()).as(response.text()).isEqualTo(200);
    return OPERATOR.json(response);
  }

  private static Response get(String query) {
    return OPERATOR.send("GET", "/events" + (query.isEmpty() ? "" : "?" + query), "");
  }
}
