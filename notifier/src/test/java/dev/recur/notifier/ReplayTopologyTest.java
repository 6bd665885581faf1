package dev.recur.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.CancelReplay;
import dev.recur.schemas.avro.DisableEndpoint;
import dev.recur.schemas.avro.EnableEndpoint;
import dev.recur.schemas.avro.EndpointOrdering;
import dev.recur.schemas.avro.ReplayProgress;
import dev.recur.schemas.avro.ReplayStatus;
import dev.recur.schemas.avro.StartReplay;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.id.EndpointLane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries that are made once more. */
class ReplayTopologyTest {

  private static final String LANE = "SANDBOX_M1 E1";

  @TempDir Path stateDir;
  private TestNotifier notifier;

  @BeforeEach
  void start() {
    notifier = new TestNotifier(stateDir);
    notifier.has(LaneTopologyTest.endpoint("E1").build());
  }

  @AfterEach
  void stop() {
    notifier.close();
  }

  @Test
  void replay_shouldMakeEveryDeliveryAgain_withItsIdAndItsBytes() {
    List<WebhookDelivery> before = delivered(100);
    List<String> first = new ArrayList<>();
    before.forEach(it -> first.add(it.getDeliveryId()));
    int offered = notifier.offered().size();

    replay("R1", UnaryOperator.identity());
    notifier.pass(Duration.ofMillis(100));
    assertThat(notifier.pending()).isEqualTo(64);
    finish();

    List<Shipment> again = notifier.offered().subList(offered, notifier.offered().size());
    assertThat(again).extracting(Shipment::deliveryId).containsExactlyInAnyOrderElementsOf(first);
    assertThat(again)
        .allSatisfy(it -> assertThat(it.attempt()).isOne())
        .allSatisfy(it -> assertThat(it.isFirst()).isFalse());
    assertThat(notifier.body(again.getFirst())).isEqualTo(body(before.getFirst()));
    ReplayProgress progress = notifier.states().getLast().getReplays().getFirst();
    assertThat(progress.getStatus()).isEqualTo(ReplayStatus.DONE);
    assertThat(progress.getMade()).isEqualTo(100);
    assertThat(notifier.counted("recur.notifier.deliveries.replayed")).isEqualTo(100);
  }

  @Test
  void sameReplayAgain_shouldMakeNothing() {
    delivered(3);
    replay("R1", UnaryOperator.identity());
    notifier.pass(Duration.ofMillis(100));
    finish();
    int offered = notifier.offered().size();

    replay("R1", UnaryOperator.identity());
    notifier.pass(Duration.ofSeconds(1));
    assertThat(notifier.offered()).hasSize(offered);
  }

  @Test
  void filters_shouldChoose() {
    List<WebhookDelivery> before = delivered(4);
    int offered = notifier.offered().size();

    replay("R1", it -> it.setEventTypes(List.of("notifyPayment")));
    notifier.pass(Duration.ofMillis(100));
    assertThat(notifier.offered()).hasSize(offered);

    replay("R2", it -> it.setSubscriptionId("S2"));
    notifier.pass(Duration.ofMillis(100));
    assertThat(notifier.onlyInTheAir().subscriptionId()).isEqualTo("S2");
    finish();

    replay("R3", it -> it.setDeliveryId(before.get(3).getDeliveryId()));
    notifier.pass(Duration.ofMillis(100));
    assertThat(notifier.onlyInTheAir().subscriptionId()).isEqualTo("S3");
    finish();

    replay("R4", it -> it.setUntil(Ledger.START));
    notifier.pass(Duration.ofMillis(100));
    assertThat(notifier.inTheAir()).isEmpty();
  }

  /** A replay goes on before anything else is seen of its endpoint. */
  @Test
  void replayAfterACrash_shouldOvertakeNothing_whereTheEndpointIsStrict() {
    notifier.has(LaneTopologyTest.endpoint("E1").setOrdering(EndpointOrdering.STRICT).build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.chargeSucceeded(1));
    Shipment first = notifier.onlyInTheAir();
    notifier.wants(LANE, it -> it.setDisable(new DisableEndpoint("a test's wish")));
    notifier.went(first, AttemptOutcome.FAILED);
    notifier.happens(ledger.chargeSucceeded(2));
    notifier.pass(Duration.ofMinutes(3));
    replay("R1", it -> it.setDeliveryId(first.deliveryId()));
    replay("R2", UnaryOperator.identity());
    notifier.answer(HandOver.NO_ROOM);
    notifier.wants(LANE, it -> it.setEnable(new EnableEndpoint()));

    notifier.restart();
    notifier.answer(HandOver.TAKEN);
    notifier.pass(Duration.ofMinutes(1));
    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(2);
  }

  @Test
  void crash_shouldNotEndAReplay_norMakeItBeginAnew() {
    delivered(100);
    replay("R1", UnaryOperator.identity());
    notifier.pass(Duration.ofMillis(100));
    int offered = notifier.offered().size();
    while (notifier.offered().size() < offered + 50) {
      notifier.went(notifier.inTheAir().getFirst(), AttemptOutcome.ACKNOWLEDGED);
    }
    notifier.restart();
    finish();

    ReplayProgress progress = notifier.states().getLast().getReplays().getFirst();
    assertThat(progress.getStatus()).isEqualTo(ReplayStatus.DONE);
    assertThat(progress.getMade()).isEqualTo(100);
    assertThat(notifier.isQuiet()).isTrue();
  }

  @Test
  void cancelledReplay_shouldDeliverWhatIsUnderWay_andNoMore() {
    delivered(100);
    replay("R1", UnaryOperator.identity());
    notifier.pass(Duration.ofMillis(100));
    notifier.wants(LANE, command -> command.setCancelReplay(new CancelReplay("R1")));
    int offered = notifier.offered().size();
    finish();

    assertThat(notifier.offered().size() - offered).isLessThan(64);
    assertThat(notifier.states().getLast().getReplays().getFirst().getStatus())
        .isEqualTo(ReplayStatus.CANCELLED);
    assertThat(notifier.counted("recur.notifier.deliveries.replayed")).isEqualTo(64);
  }

  /** It was asked for what was missed, and that was not. */
  @Test
  void whatCameAfterAReplayWasAskedFor_shouldBeNoneOfIt() {
    delivered(3);
    notifier.wants(LANE, command -> command.setDisable(new DisableEndpoint("maintenance")));
    replay("R1", filter -> filter.setUntil(notifier.now().plus(Duration.ofDays(1))));
    notifier.pass(Duration.ofHours(1));
    Ledger later = new Ledger("S9", "");
    notifier.happens(later.created(), later.approved());
    notifier.wants(LANE, command -> command.setEnable(new EnableEndpoint()));
    finish();
    assertThat(told("R1").getMade()).isEqualTo(3);
  }

  /** Whoever asked was told yes already. */
  @Test
  void replayBeyondThoseThatCanWait_shouldSayWhy_andRunWhenAskedForAgain() {
    delivered(3);
    notifier.wants(LANE, command -> command.setDisable(new DisableEndpoint("maintenance")));
    for (int i = 0; i <= EndpointLane.REPLAYS_MAX; i++) {
      replay("R" + i, UnaryOperator.identity());
    }
    ReplayProgress refused = told("R" + EndpointLane.REPLAYS_MAX);
    assertThat(refused.getStatus()).isEqualTo(ReplayStatus.CANCELLED);
    assertThat(refused.getRefusal()).contains("10 replays before it were not over: ask again");
    assertThat(refused.getRange().getSince()).isEqualTo(Ledger.START);

    notifier.restart();
    replay("R" + EndpointLane.REPLAYS_MAX, UnaryOperator.identity());
    ReplayProgress again = told("R" + EndpointLane.REPLAYS_MAX);
    assertThat(again.getRefusal()).isEqualTo(refused.getRefusal());
    assertThat(again.getStartedAt()).isAfter(refused.getStartedAt());

    notifier.wants(LANE, command -> command.setEnable(new EnableEndpoint()));
    finish();
    replay("R" + EndpointLane.REPLAYS_MAX, UnaryOperator.identity());
    finish();
    assertThat(told("R" + EndpointLane.REPLAYS_MAX).getStatus()).isEqualTo(ReplayStatus.DONE);
  }

  private ReplayProgress told(String replayId) {
    return notifier.states().getLast().getReplays().stream()
        .filter(replay -> replay.getReplayId().equals(replayId))
        .findAny()
        .orElseThrow();
  }

  @Test
  void closedLane_shouldReplayNothing_beforeItIsOpen() {
    delivered(3);
    notifier.wants(LANE, command -> command.setDisable(new DisableEndpoint("maintenance")));
    replay("R1", UnaryOperator.identity());
    notifier.pass(Duration.ofMinutes(1));
    assertThat(notifier.pending()).isZero();

    notifier.wants(LANE, command -> command.setEnable(new EnableEndpoint()));
    notifier.pass(Duration.ofMillis(200));
    assertThat(notifier.inTheAir()).hasSize(1);
    finish();
    assertThat(notifier.isQuiet()).isTrue();
  }

  /** What was held goes on when the lane does, and counts again. */
  @Test
  void laneThatIsClosedAndOpened_shouldHaveNoMoreOfAReplayUnderWay() {
    delivered(150);
    replay("R1", UnaryOperator.identity());
    notifier.pass(Duration.ofMillis(100));
    for (int times = 0; times < 3; times++) {
      assertThat(notifier.pending()).isEqualTo(64);
      notifier.wants(LANE, command -> command.setDisable(new DisableEndpoint("maintenance")));
      notifier.pass(Duration.ofSeconds(1));
      assertThat(notifier.size("held-deliveries")).isGreaterThan(60);
      notifier.wants(LANE, command -> command.setEnable(new EnableEndpoint()));
      notifier.pass(Duration.ofSeconds(1));
    }
    notifier.restart();
    int most = 0;
    while (!notifier.inTheAir().isEmpty()) {
      most = Math.max(most, notifier.pending());
      notifier.went(notifier.inTheAir().getFirst(), AttemptOutcome.ACKNOWLEDGED);
    }
    finish();
    assertThat(most).isEqualTo(64);
    assertThat(told("R1").getMade()).isEqualTo(150);
    assertThat(notifier.isQuiet()).isTrue();
  }

  @Test
  void whatIsPending_shouldBeDueNow_andNotBeMadeTwice() {
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved());
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.REFUSED);
    assertThat(notifier.inTheAir()).isEmpty();

    replay("R1", UnaryOperator.identity());
    notifier.pass(Duration.ofMillis(100));
    assertThat(notifier.onlyInTheAir().attempt()).isEqualTo(2);
    assertThat(notifier.pending()).isOne();
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    notifier.pass(Duration.ofDays(2));
    assertThat(notifier.isQuiet()).isTrue();
  }

  /** Asking again and again must neither use up the plan's attempts nor put them off. */
  @Test
  void attemptsThatAreAskedFor_shouldLeaveThePlanAsItWas() {
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved());
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.REFUSED);
    for (int i = 1; i <= 5; i++) {
      replay("R" + i, UnaryOperator.identity());
      notifier.pass(Duration.ofMillis(100));
      assertThat(notifier.onlyInTheAir().attempt()).isEqualTo(1 + i);
      notifier.went(notifier.onlyInTheAir(), AttemptOutcome.REFUSED);
      assertThat(notifier.inTheAir()).isEmpty();
    }
    notifier.restart();

    // The second of the plan, two minutes after the first, and the third, ten minutes after that.
    notifier.pass(Duration.ofSeconds(145));
    assertThat(notifier.onlyInTheAir().attempt()).isEqualTo(7);
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.REFUSED);
    notifier.pass(Duration.ofMinutes(12));
    assertThat(notifier.onlyInTheAir().attempt()).isEqualTo(8);
  }

  @Test
  void firstAttempts_shouldNotWaitForAReplay() {
    delivered(100);
    replay("R1", UnaryOperator.identity());
    notifier.pass(Duration.ofMillis(100));
    Ledger ledger = new Ledger("SX", "");
    notifier.happens(ledger.created(), ledger.approved());

    assertThat(notifier.inTheAir()).extracting(Shipment::subscriptionId).contains("SX");
  }

  private List<WebhookDelivery> delivered(int count) {
    for (int i = 0; i < count; i++) {
      Ledger ledger = new Ledger("S" + i, "");
      notifier.happens(ledger.created(), ledger.approved());
      notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    }
    return notifier.deliveries();
  }

  private void replay(String id, UnaryOperator<StartReplay.Builder> filter) {
    StartReplay start =
        filter
            .apply(
                StartReplay.newBuilder()
                    .setReplayId(id)
                    .setSince(Ledger.START)
                    .setUntil(notifier.now().plusSeconds(1)))
            .build();
    notifier.wants(LANE, command -> command.setStartReplay(start));
  }

  private void finish() {
    for (int quiet = 0; quiet < 3; quiet++) {
      while (!notifier.inTheAir().isEmpty()) {
        quiet = 0;
        notifier.went(notifier.inTheAir().getFirst(), AttemptOutcome.ACKNOWLEDGED);
      }
      notifier.pass(Duration.ofMillis(200));
    }
  }

  private static String body(WebhookDelivery delivery) {
    return java.nio.charset.StandardCharsets.UTF_8
        .decode(delivery.getBody().duplicate())
        .toString();
  }
}
