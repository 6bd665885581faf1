package dev.recur.service.admin.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.service.history.LaneLog;
import dev.recur.service.history.Positions;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.MemoryLaneLog;
import dev.recur.service.testing.Operator;
import dev.recur.service.testing.RunningService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryHttpTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final Operator OPERATOR = new Operator(SERVICE);

  private final String clientId = OPERATOR.newMerchant();

  @Test
  void attempts_shouldBeLookedForInTheLane() {
    String cursor = new Positions(Map.of(3, 7L)).text();
    Response response =
        get(
            "attempts",
            "url=https://shop.example/x&deliveryId=d&subscriptionId=S1&outcome=FAILED"
                + "&since=2026-01-01T00:00:00Z&until=2026-01-02T00:00:00Z&limit=7&cursor="
                + cursor);
    String lane = clientId + " https://shop.example:443";
    assertThat(response.text())
        .isEqualTo(
            "{\"attempts\":[{\"endpoint\":\"%s\"}],\"next\":\"%s\",\"more\":true}"
                .formatted(lane, cursor));
    assertThat(SERVICE.bean(MemoryLaneLog.class).last())
        .isEqualTo(
            new LaneLog.Search(
                LaneLog.Kind.ATTEMPTS,
                List.of(lane),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-01-02T00:00:00Z"),
                "S1",
                "d",
                LaneLog.Outcome.FAILED,
                new Positions(Map.of(3, 7L)),
                7));
  }

  @Test
  void deliveries_shouldBeThoseOfADayUnlessSomebodySays() {
    String endpointId =
        OPERATOR
            .json(
                OPERATOR.send(
                    "POST",
                    "/admin/merchants/" + clientId + "/endpoints",
                    "{\"url\":\"https://shop.example/\",\"shards\":4}"))
            .text("endpointId");
    Instant before = Instant.now().minus(Duration.ofHours(24));
    assertThat(get("deliveries", "endpointId=" + endpointId).text()).contains("\"deliveries\":[");
    LaneLog.Search search = SERVICE.bean(MemoryLaneLog.class).last();
    assertThat(search.kind()).isEqualTo(LaneLog.Kind.DELIVERIES);
    assertThat(search.lanes()).hasSize(4);
    assertThat(search.limit()).isEqualTo(LaneLog.LIMIT_DEFAULT);
    assertThat(search.since()).isBetween(before, before.plusSeconds(60));
    assertThat(search.until()).isNull();
    get("attempts", "endpointId=" + endpointId + "&subscriptionId=S1");
    assertThat(SERVICE.bean(MemoryLaneLog.class).last().lanes()).hasSize(1);
  }

  /** Whoever deletes an endpoint looks into its attempts just then. */
  @ParameterizedTest
  @ValueSource(strings = {"attempts", "deliveries"})
  void deletedEndpoint_shouldBeLookedForInEveryLaneItMayHaveHad(String what) {
    String endpoint = "/admin/merchants/" + clientId + "/endpoints";
    String endpointId =
        OPERATOR
            .json(
                OPERATOR.send("POST", endpoint, "{\"url\":\"https://gone.example/\",\"shards\":4}"))
            .text("endpointId");
    OPERATOR.send("DELETE", endpoint + "/" + endpointId + "?force=true", "");
    assertThat(OPERATOR.send("GET", endpoint + "/" + endpointId, "").status()).isEqualTo(404);

    assertThat(get(what, "endpointId=" + endpointId).status()).isEqualTo(200);
    assertThat(SERVICE.bean(MemoryLaneLog.class).last().lanes())
        .contains(clientId + " " + endpointId, clientId + " " + endpointId + "#3")
        .allMatch(lane -> lane.startsWith(clientId + " " + endpointId));
    assertThat(get(what, "endpointId=" + endpointId + "&url=https://a.example/").text())
        .contains("send one of them");
  }

  /** Whatever stands in an attempt can be looked for. */
  @ParameterizedTest
  @EnumSource(value = AttemptOutcome.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void everyOutcome_shouldBeLookedFor(AttemptOutcome outcome) {
    assertThat(get("attempts", "url=mailto:&outcome=" + outcome).status()).isEqualTo(200);
    assertThat(SERVICE.bean(MemoryLaneLog.class).last().outcome()).hasToString(outcome.toString());
  }

  @Test
  void badQueries_shouldSayWhatToDo() {
    assertThat(get("attempts", "").text()).contains("endpointId is missing, and so is url");
    String url = "url=https://shop.example/";
    assertThat(get("attempts", url + "&outcome=GOOD").text()).contains("outcome is none of");
    assertThat(get("attempts", url + "&since=noon").text()).contains("since is no ISO 8601");
    assertThat(get("attempts", url + "&limit=0").text()).contains("from 1 to 100");
    assertThat(get("deliveries", url + "&cursor=xyz").text()).contains("cursor is no position");
    assertThat(get("deliveries", "endpointId=E0").status()).isEqualTo(404);
    assertThat(get("deliveries", url + "&outcome=FAILED").text())
        .contains("outcome is not known here");
    assertThat(get("attempts", url + "&deliveryID=d").text())
        .contains("deliveryID is not known here", "deliveryId");
    assertThat(get("attempts", url + "&endpointId=E0").text()).contains("send one of them");
    assertThat(
            get("attempts", url + "&since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z").text())
        .contains("since does not lie before until");
  }

  private Response get(String what, String query) {
    return OPERATOR.send("GET", "/admin/merchants/" + clientId + "/" + what + "?" + query, "");
  }
}
