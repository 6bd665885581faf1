package dev.recur.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.testing.GatewayCaller;
import dev.recur.service.testing.MemorySubscriptions;
import dev.recur.service.testing.RunningService;
import dev.recur.service.testing.TestMerchant;
import dev.recur.service.testing.Views;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code inquireSubscriptionList}. Each test lists a time of its own. */
class ListHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final GatewayCaller GATEWAY = new GatewayCaller(SERVICE);

  private final TestMerchant merchant = SERVICE.live();
  private final MemorySubscriptions subscriptions = SERVICE.bean(MemorySubscriptions.class);

  @AfterEach
  void letListsBeShort() {
    subscriptions.setListsTooMany(false);
    subscriptions.setCaughtUp(true);
  }

  @Test
  void list_shouldShowWhatStartsWithinTheTime() {
    String first = start("2031-01-01T00:00:00Z", Lifecycle.ACTIVE).subscriptionId();
    String second = start("2031-01-02T00:00:00Z", Lifecycle.PAUSED).subscriptionId();
    String outside = start("2031-02-01T00:00:00Z", Lifecycle.ACTIVE).subscriptionId();
    String answer = list("2031-01-01T08:00:00+08:00", "2031-01-31T00:00:00Z", "");
    assertThat(answer)
        .containsSubsequence(first, second)
        .doesNotContain(outside)
        .contains("\"lifecycleStatus\":\"paused\"", "\"collection\":\"MANAGED\"")
        .contains(
            "\"paginator\":{\"currentPage\":1,\"pageSize\":10,\"totalPage\":1,\"totalCount\":2}");
    assertThat(
            list(
                "2031-01-01T00:00:00Z",
                "2031-01-31T00:00:00Z",
                ", \"pageSize\": \"1\", \"currentPage\": 2"))
        .contains(second, "\"totalPage\":2")
        .doesNotContain(first);
    assertThat(
            GATEWAY.post(
                SERVICE.sandbox(),
                "subscriptions/inquireSubscriptionList",
                body("2031-01-01T00:00:00Z", "2031-01-31T00:00:00Z", "")))
        .contains("\"subscriptions\":[]");
  }

  @Test
  void list_unlessAsked_shouldBeOfTheLastSevenDays() {
    Instant now = Instant.now();
    String recent = start(now.minus(6, ChronoUnit.DAYS), Lifecycle.ACTIVE).subscriptionId();
    String older = start(now.minus(8, ChronoUnit.DAYS), Lifecycle.ACTIVE).subscriptionId();
    String coming = start(now.plus(1, ChronoUnit.DAYS), Lifecycle.ACTIVE).subscriptionId();
    assertThat(post("{\"pageSize\": 100}")).contains(recent).doesNotContain(older, coming);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"statuses\": [\"ACTIVE\"] | 2",
        "\"statuses\": [\"TERMINATED\", \"CANCELLED\"] | 1",
        "\"statuses\": [] | 3",
        "\"paymentMethodTypes\": [\"GCASH\", \"CARD\"] | 3",
        "\"paymentMethodTypes\": [\"CARD\"] | 0",
        "\"currencies\": [\"USD\"] | 3",
        "\"currencies\": [\"EUR\"] | 0",
        "\"periodTypes\": [\"MONTH\", \"DAY\"] | 3",
        "\"periodTypes\": [\"WEEK\"] | 0"
      })
  void list_shouldFilter(String filter, int count) {
    if (list("2032-01-01T00:00:00Z", "2032-01-31T00:00:00Z", "").contains("\"totalCount\":0")) {
      start("2032-01-01T00:00:00Z", Lifecycle.ACTIVE);
      start("2032-01-02T00:00:00Z", Lifecycle.PASTDUE);
      start("2032-01-03T00:00:00Z", Lifecycle.ENDED);
    }
    assertThat(list("2032-01-01T00:00:00Z", "2032-01-31T00:00:00Z", ", " + filter))
        .contains("\"totalCount\":" + count + "}");
  }

  @Test
  void list_ofTooMany_shouldSayWhatToDo() {
    subscriptions.setListsTooMany(true);
    assertThat(post("{}")).contains("PARAM_ILLEGAL", "More than 10000", "ask for a shorter time");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"statuses\": [\"PAUSED\"] | statuses[0] is none of",
        "\"statuses\": [\"ACTIVE\", \"ACTIVE\", \"ACTIVE\", \"ACTIVE\"] | statuses has 4 elements",
        "\"periodTypes\": [\"QUARTER\"] | periodTypes[0] is none of",
        "\"currencies\": [\"EURO\"] | currencies[0] has 4 characters",
        "\"currencies\": \"EUR\" | currencies is not an array",
        "\"startTimeFrom\": \"yesterday\" | startTimeFrom is no ISO 8601 time",
        "\"startTimeTo\": \"2001-01-01T00:00:00Z\" | startTimeTo lies before startTimeFrom, which",
        "\"pageSize\": 101 | pageSize is not a whole number from 1 to 100"
      })
  void list_wrongField_shouldBeNamed(String field, String words) {
    assertThat(post("{" + field + "}")).contains("PARAM_ILLEGAL", words);
  }

  @Test
  void list_whileCatchingUp_shouldAnswerU() {
    subscriptions.setCaughtUp(false);
    assertThat(post("{}")).contains("UNKNOWN_EXCEPTION", "\"resultStatus\":\"U\"");
  }

  private SubscriptionView start(String start, Lifecycle lifecycle) {
    return start(Instant.parse(start), lifecycle);
  }

  private SubscriptionView start(Instant start, Lifecycle lifecycle) {
    SubscriptionView view =
        Views.view(merchant, UUID.randomUUID().toString(), lifecycle, start, List.of());
    subscriptions.put(view, Views.authorisation(Decision.APPROVED), List.of());
    return view;
  }

  private String list(String from, String to, String more) {
    return post(body(from, to, more));
  }

  private static String body(String from, String to, String more) {
    return "{\"startTimeFrom\": \"" + from + "\", \"startTimeTo\": \"" + to + "\"" + more + "}";
  }

  private String post(String body) {
    return GATEWAY.post(merchant, "subscriptions/inquireSubscriptionList", body);
  }
}
