package dev.recur.service.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.EndpointStatus;
import dev.recur.schemas.avro.ReplayProgress;
import dev.recur.schemas.avro.ReplayStatus;
import dev.recur.schemas.avro.WebhookEndpoint;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.service.terms.ReplayRange;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneHealthListenerTest {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final ReplayRange RANGE =
      new ReplayRange(SINCE, SINCE.plusSeconds(60), List.of("notifyRefund"), null, "d");

  private final LaneHealthListener health = new LaneHealthListener();

  @Test
  void lanes_shouldBeKnownByTheirMerchant() {
    take("M E1#0", told("M E1#0", EndpointStatus.ACTIVE));
    take("M E1#0", told("M E1#0", EndpointStatus.FAILING));
    take("M https://shop.example:443", told("M https://shop.example:443", EndpointStatus.ACTIVE));
    take("M2 E2", told("M2 E2", EndpointStatus.DISABLED));
    assertThat(health.of("M"))
        .extracting(LaneHealth::lane)
        .containsExactly("M E1#0", "M https://shop.example:443");
    assertThat(health.of("M").getFirst())
        .isEqualTo(
            new LaneHealth(
                "M E1#0",
                "M",
                null,
                LaneHealth.Status.FAILING,
                "no answer",
                SINCE,
                List.of(
                    new LaneHealth.Replay(
                        "r-1", LaneHealth.ReplayStatus.RUNNING, 3, SINCE, SINCE, RANGE, null))));
    assertThat(health.of("M3")).isEmpty();
    take("M E1#0", null);
    assertThat(health.of("M")).hasSize(1);
  }

  /** A lane that was only replayed never had another status, and is told of with no time. */
  @Test
  void sinceTheBeginning_shouldBeSinceNobodyKnows_andAReplayOfAnEarlierReleaseHasNoRange() {
    WebhookEndpoint told =
        WebhookEndpoint.newBuilder(told("M E1", EndpointStatus.ACTIVE))
            .setSince(Instant.EPOCH)
            .setReplays(List.of(replay().setRange(null).build()))
            .build();
    take("M E1", told);
    assertThat(health.of("M").getFirst().since()).isNull();
    assertThat(health.of("M").getFirst().replays().getFirst().range()).isNull();
  }

  @Test
  void statusOfALaterRelease_shouldStop() {
    WebhookEndpoint later = told("M E1", EndpointStatus.UNKNOWN);
    assertThatThrownBy(() -> take("M E1", later)).hasMessageContaining("roll out readers first");
  }

  private static WebhookEndpoint told(String lane, EndpointStatus status) {
    return WebhookEndpoint.newBuilder()
        .setEndpoint(lane)
        .setClientId(lane.substring(0, lane.indexOf(' ')))
        .setStatus(status)
        .setReason("no answer")
        .setSince(SINCE)
        .setReplays(List.of(replay().build()))
        .setAt(SINCE)
        .build();
  }

  private static ReplayProgress.Builder replay() {
    return ReplayProgress.newBuilder()
        .setReplayId("r-1")
        .setStatus(ReplayStatus.RUNNING)
        .setMade(3)
        .setReached(SINCE)
        .setStartedAt(SINCE)
        .setRange(
            new dev.recur.schemas.avro.ReplayRange(
                SINCE, SINCE.plusSeconds(60), List.of("notifyRefund"), null, "d"));
  }

  private void take(String lane, @Nullable WebhookEndpoint told) {
    health.onRecord(new TopicRecord<>(lane, told, 0, 0, 0, new RecordHeaders()));
  }
}
