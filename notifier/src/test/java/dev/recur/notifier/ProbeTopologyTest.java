package dev.recur.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.DisableEndpoint;
import dev.recur.schemas.avro.EndpointOrdering;
import dev.recur.schemas.avro.EndpointStatus;
import dev.recur.schemas.avro.StartReplay;
import dev.recur.schemas.avro.WebhookEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Receivers that are down for longer than a delivery's attempts last, and come back while nothing
 * new happens: what is held for them is found again.
 */
class ProbeTopologyTest {

  private static final String MAIN = "SANDBOX_M1 E1";
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);

  /** A bit more than the schedule's eight attempts ever take. */
  private static final Duration ATTEMPTS_LAST = Duration.ofHours(30);

  /** The longest pause between two probes, and what a look and a breaker may add. */
  private static final Duration FOUND_WITHIN = Duration.ofMinutes(70);

  private static final int SCHEDULED = 8;

  @TempDir Path stateDir;
  private TestNotifier notifier;

  @BeforeEach
  void start() {
    notifier = new TestNotifier(stateDir);
  }

  @AfterEach
  void stop() {
    notifier.close();
  }

  /** Some deliveries' attempts are used up in less than a day, others' in more. */
  @Test
  void receiversThatComeBack_shouldBeFound_howeverSoonTheAttemptsWereUsedUp() {
    for (int i = 0; i < 12; i++) {
      Ledger ledger = new Ledger("S" + i, "https://shop" + i + ".example/hooks");
      notifier.happens(ledger.created(), ledger.approved());
    }
    whileNobodyAnswers(ATTEMPTS_LAST);
    assertThat(notifier.size("held-deliveries")).isEqualTo(12);
    assertThat(notifier.states())
        .hasSize(12)
        .allSatisfy(it -> assertThat(it.getStatus()).isEqualTo(EndpointStatus.FAILING))
        .extracting(WebhookEndpoint::getReason)
        .contains(
            "None of a delivery's attempts was acknowledged, nor anything else meanwhile.",
            "Nothing was acknowledged for 24 hours.");

    whileAllIsAcknowledged(FOUND_WITHIN);
    assertThat(notifier.isQuiet()).isTrue();
    assertThat(notifier.states())
        .hasSize(12)
        .allSatisfy(it -> assertThat(it.getStatus()).isEqualTo(EndpointStatus.ACTIVE));
  }

  /** What is held is all that the lane could attempt: everything later waits for it. */
  @Test
  void strictEndpointOfOneSubscription_shouldBeToldOn_inSequence() {
    notifier.has(LaneTopologyTest.endpoint("E1").setOrdering(EndpointOrdering.STRICT).build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved(), ledger.chargeSucceeded(1));
    whileNobodyAnswers(ATTEMPTS_LAST);
    assertThat(notifier.size("held-deliveries")).isOne();

    List<Long> told = new ArrayList<>();
    during(
        FOUND_WITHIN,
        shipment -> {
          told.add(shipment.sequence());
          notifier.went(shipment, AttemptOutcome.ACKNOWLEDGED);
        });
    assertThat(told).containsExactly(2L, 3L);
    assertThat(notifier.isQuiet()).isTrue();
  }

  @Test
  void probes_shouldBeMadeOneAtATime_atMostAnHourApart_afterTheSchedule() {
    notifier.has(LaneTopologyTest.endpoint("E1").build());
    for (int i = 0; i < 5; i++) {
      Ledger ledger = new Ledger("S" + i, "");
      notifier.happens(ledger.created(), ledger.approved());
    }
    whileNobodyAnswers(ATTEMPTS_LAST.plus(Duration.ofHours(6)));
    assertThat(notifier.size("held-deliveries")).isEqualTo(5);
    int before = notifier.taken().size();

    List<Instant> probedAt = new ArrayList<>();
    for (Duration past = Duration.ZERO;
        past.compareTo(Duration.ofDays(1)) < 0;
        past = past.plus(STEP)) {
      assertThat(notifier.inTheAir()).hasSizeLessThanOrEqualTo(1);
      for (Shipment probe : notifier.inTheAir()) {
        assertThat(probe.attempt()).isGreaterThan(SCHEDULED);
        assertThat(probe.isFirst()).isFalse();
        probedAt.add(notifier.now());
        notifier.went(probe, AttemptOutcome.FAILED);
      }
      notifier.pass(STEP);
    }
    assertThat(probedAt).hasSizeBetween(22, 25);
    for (int i = 1; i < probedAt.size(); i++) {
      assertThat(Duration.between(probedAt.get(i - 1), probedAt.get(i)))
          .isBetween(HOUR.minus(STEP), HOUR.plus(STEP));
    }
    assertThat(notifier.taken().subList(before, notifier.taken().size()))
        .as("each is probed with, not always the same")
        .extracting(Shipment::subscriptionId)
        .contains("S0", "S1", "S2", "S3", "S4");

    Shipment unanswered = untilProbed();
    notifier.pass(Duration.ofHours(3));
    assertThat(notifier.inTheAir()).containsExactly(unanswered);
  }

  /** The one that is held for longest is one that the receiver never takes. */
  @Test
  void poison_shouldNotKeepTheOthersFromBeingFound() {
    notifier.has(LaneTopologyTest.endpoint("E1").build());
    Ledger poison = new Ledger("S1", "");
    notifier.happens(poison.created(), poison.approved());
    notifier.pass(HOUR);
    Ledger good = new Ledger("S2", "");
    notifier.happens(good.created(), good.approved());
    whileNobodyAnswers(ATTEMPTS_LAST);
    assertThat(notifier.size("held-deliveries")).isEqualTo(2);

    during(
        FOUND_WITHIN.multipliedBy(2),
        shipment -> {
          if (shipment.subscriptionId().equals("S1")) {
            notifier.answered(shipment, 400, null);
          } else {
            notifier.went(shipment, AttemptOutcome.ACKNOWLEDGED);
          }
        });
    assertThat(notifier.states().getLast().getStatus()).isEqualTo(EndpointStatus.ACTIVE);
    assertThat(notifier.pending()).isOne();
  }

  /** The receiver is well, as others show: only what comes later of S1 waits. */
  @Test
  void poisonOfAStrictEndpointThatIsWell_shouldBeHeld_andNotBeProbed() {
    notifier.has(LaneTopologyTest.endpoint("E1").setOrdering(EndpointOrdering.STRICT).build());
    Ledger poison = new Ledger("S1", "");
    notifier.happens(poison.created(), poison.approved(), poison.chargeSucceeded(1));
    Ledger good = new Ledger("S2", "");
    notifier.happens(good.created());
    int attempts = 0;
    for (int hour = 0; hour < 24 * 10; hour++) {
      if (hour % 12 == 0) {
        notifier.happens(good.chargeSucceeded(hour + 1));
      }
      for (Shipment shipment : notifier.inTheAir()) {
        boolean isPoison = shipment.subscriptionId().equals("S1");
        attempts += isPoison ? 1 : 0;
        assertThat(!isPoison || shipment.sequence() == 2).isTrue();
        if (isPoison) {
          notifier.answered(shipment, 400, null);
        } else {
          notifier.went(shipment, AttemptOutcome.ACKNOWLEDGED);
        }
      }
      notifier.pass(HOUR);
    }
    assertThat(attempts).isEqualTo(SCHEDULED);
    assertThat(notifier.pending()).isEqualTo(2);
    assertThat(notifier.states()).isEmpty();
  }

  /** Nothing that was planned fails any more, and the merchant has been told. */
  @Test
  void probesThatFail_shouldNotCloseTheLane_andTheHoldEndAfterItsTime() {
    notifier.has(LaneTopologyTest.endpoint("E1").build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved());
    whileNobodyAnswers(Duration.ofDays(30).minus(HOUR.multipliedBy(2)));
    assertThat(notifier.states()).hasSize(1);
    assertThat(notifier.size("held-deliveries")).isOne();

    whileNobodyAnswers(HOUR.multipliedBy(3));
    assertThat(notifier.isQuiet()).isTrue();
    int taken = notifier.taken().size();
    assertThat(taken).isBetween(28 * 24, 31 * 24);
    whileNobodyAnswers(Duration.ofDays(1));
    assertThat(notifier.taken()).hasSize(taken);
  }

  @Test
  void probeThatIsAnswered410_shouldCloseTheLane_andBeTheLast() {
    notifier.has(LaneTopologyTest.endpoint("E1").build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved());
    whileNobodyAnswers(ATTEMPTS_LAST);
    notifier.answered(untilProbed(), 410, null);
    assertThat(notifier.states().getLast().getStatus()).isEqualTo(EndpointStatus.DISABLED);

    notifier.pass(Duration.ofHours(5));
    assertThat(notifier.inTheAir()).isEmpty();
  }

  @Test
  void endpointThatSomebodyClosed_shouldNotBeProbed_norOneThatIsGone() {
    notifier.has(LaneTopologyTest.endpoint("E1").build(), LaneTopologyTest.endpoint("E2").build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved());
    whileNobodyAnswers(ATTEMPTS_LAST.plus(Duration.ofHours(10)));
    assertThat(notifier.states())
        .extracting(WebhookEndpoint::getStatus)
        .contains(EndpointStatus.FAILING);

    notifier.wants(MAIN, command -> command.setDisable(new DisableEndpoint("maintenance")));
    notifier.has(LaneTopologyTest.endpoint("E1").build());
    notifier.pass(Duration.ofMillis(100));
    notifier.inTheAir().forEach(it -> notifier.went(it, AttemptOutcome.FAILED));
    int taken = notifier.taken().size();
    for (int hour = 0; hour < 10; hour++) {
      notifier.pass(HOUR);
    }
    assertThat(notifier.taken()).hasSize(taken);
  }

  @Test
  void restart_shouldGoOnProbing() {
    notifier.has(LaneTopologyTest.endpoint("E1").build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved());
    whileNobodyAnswers(ATTEMPTS_LAST.plus(Duration.ofHours(6)));
    Shipment lost = untilProbed();
    notifier.restart();
    assertThat(notifier.inTheAir()).isEmpty();

    Shipment again = untilProbed();
    assertThat(again.attempt()).isEqualTo(lost.attempt());
    notifier.went(lost, AttemptOutcome.FAILED);
    notifier.went(again, AttemptOutcome.ACKNOWLEDGED);
    assertThat(notifier.isQuiet()).isTrue();
    assertThat(notifier.states().getLast().getStatus()).isEqualTo(EndpointStatus.ACTIVE);
  }

  @Test
  void acknowledgedProbe_shouldReleaseWhatIsHeld_asTheLaneHasRoom() {
    notifier.has(LaneTopologyTest.endpoint("E1").build());
    for (int i = 0; i < 20; i++) {
      Ledger ledger = new Ledger("S" + i, "");
      notifier.happens(ledger.created(), ledger.approved());
    }
    whileAllIsRefused(ATTEMPTS_LAST);
    assertThat(notifier.size("held-deliveries")).isEqualTo(20);

    notifier.went(untilProbed(), AttemptOutcome.ACKNOWLEDGED);
    while (!notifier.inTheAir().isEmpty()) {
      assertThat(notifier.inTheAir()).hasSizeLessThanOrEqualTo(TestNotifier.PER_ENDPOINT_MAX);
      notifier.went(notifier.inTheAir().getFirst(), AttemptOutcome.ACKNOWLEDGED);
    }
    assertThat(notifier.isQuiet()).isTrue();
  }

  /** The probe is the attempt that was asked for: it is not in the air twice. */
  @Test
  void deliveryThatIsAskedForWhileItIsProbedWith_shouldBeAttemptedOnce_andGoOnByTheSchedule() {
    notifier.has(LaneTopologyTest.endpoint("E1").build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved());
    whileNobodyAnswers(ATTEMPTS_LAST);
    Shipment probe = untilProbed();
    StartReplay all =
        StartReplay.newBuilder()
            .setReplayId("R1")
            .setSince(Ledger.START)
            .setUntil(notifier.now())
            .build();
    notifier.wants(MAIN, command -> command.setStartReplay(all));
    assertThat(notifier.size("held-deliveries")).isZero();
    assertThat(notifier.inTheAir()).containsExactly(probe);

    notifier.went(probe, AttemptOutcome.FAILED);
    assertThat(notifier.inTheAir()).isEmpty();
    notifier.pass(Duration.ofMinutes(6));
    assertThat(notifier.onlyInTheAir().attempt()).isEqualTo(probe.attempt() + 1);
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    assertThat(notifier.isQuiet()).isTrue();
  }

  /** No attempt is lost for a shortage of ours. */
  @Test
  void probeWithoutRoom_shouldBeMadeWhenThereIsSome() {
    notifier.has(LaneTopologyTest.endpoint("E1").build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved());
    whileNobodyAnswers(ATTEMPTS_LAST);
    for (HandOver answer : List.of(HandOver.NO_ROOM, HandOver.NO_KEY)) {
      notifier.answer(answer);
      int offered = notifier.offered().size();
      notifier.pass(FOUND_WITHIN);
      assertThat(notifier.offered()).hasSizeGreaterThan(offered);
      assertThat(notifier.inTheAir()).isEmpty();
    }
    notifier.answer(HandOver.TAKEN);
    notifier.pass(Duration.ofSeconds(2));
    assertThat(notifier.onlyInTheAir().attempt()).isGreaterThan(SCHEDULED);
  }

  private void whileNobodyAnswers(Duration time) {
    during(time, it -> notifier.went(it, AttemptOutcome.FAILED));
  }

  /** It answers, so the breaker stays closed. */
  private void whileAllIsRefused(Duration time) {
    during(time, it -> notifier.answered(it, 404, null));
  }

  private void whileAllIsAcknowledged(Duration time) {
    during(time, it -> notifier.went(it, AttemptOutcome.ACKNOWLEDGED));
  }

  private void during(Duration time, Consumer<Shipment> answer) {
    for (Duration past = Duration.ZERO; past.compareTo(time) < 0; past = past.plus(STEP)) {
      for (List<Shipment> air = notifier.inTheAir(); !air.isEmpty(); air = notifier.inTheAir()) {
        air.forEach(answer);
      }
      notifier.pass(STEP);
    }
  }

  private Shipment untilProbed() {
    for (Duration past = Duration.ZERO;
        past.compareTo(FOUND_WITHIN) < 0 && notifier.inTheAir().isEmpty();
        past = past.plus(STEP)) {
      notifier.pass(STEP);
    }
    return notifier.onlyInTheAir();
  }
}
