package dev.recur.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.DisableEndpoint;
import dev.recur.schemas.avro.EnableEndpoint;
import dev.recur.schemas.avro.EndpointStatus;
import dev.recur.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker may lose how far the notifier had read, and the notifier has kept what came of it. */
class ReadAgainTest {

  private static final String LANE = "SANDBOX_M1 E1";
  private static final byte[] GARBAGE = {42, 1, 2, 3};

  @TempDir Path stateDir;
  private TestNotifier notifier;
  private final Ledger ledger = new Ledger("S1", "");

  @BeforeEach
  void start() {
    notifier = new TestNotifier(stateDir);
    notifier.has(LaneTopologyTest.endpoint("E1").build());
  }

  @AfterEach
  void stop() {
    notifier.close();
  }

  /** What was wanted and how it went, too: a lane's health is made of its attempts. */
  @Test
  void everythingReadAgain_shouldLeaveNothing() {
    notifier.happens(ledger.created(), ledger.approved());
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.FAILED);
    notifier.pass(Duration.ofMinutes(3));
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    notifier.wants(LANE, command -> command.setDisable(new DisableEndpoint("maintenance")));
    notifier.wants(LANE, command -> command.setEnable(new EnableEndpoint()));
    notifier.pipe(Topics.SUBSCRIPTION_EVENTS, "S1", GARBAGE);
    notifier.states();
    notifier.deliveries();
    notifier.deadLetters(Topics.SUBSCRIPTION_EVENTS);
    notifier.written();
    List<Shipment> offered = notifier.offered();

    notifier.readAgain();
    notifier.pass(Duration.ofSeconds(1));

    assertThat(notifier.written()).isEmpty();
    assertThat(notifier.states()).isEmpty();
    assertThat(notifier.deliveries()).isEmpty();
    assertThat(notifier.deadLetters(Topics.SUBSCRIPTION_EVENTS)).isEmpty();
    assertThat(notifier.offered()).isEqualTo(offered);
  }

  /** It would be found well, and what it holds be given up: its receiver is not asked any more. */
  @Test
  void acknowledgementReadAgain_shouldNotMendALane() {
    notifier.happens(ledger.created(), ledger.approved());
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    notifier.happens(ledger.chargeSucceeded(1));
    for (int hour = 0; hour < 40; hour++) {
      notifier.inTheAir().forEach(it -> notifier.went(it, AttemptOutcome.FAILED));
      notifier.pass(Duration.ofHours(1));
    }
    assertThat(notifier.states().getLast().getStatus()).isEqualTo(EndpointStatus.FAILING);

    notifier.readAgain();
    notifier.pass(Duration.ofSeconds(1));

    assertThat(notifier.states()).isEmpty();
  }

  @Test
  void whatCameMeanwhile_shouldBeTold() {
    notifier.happens(ledger.created(), ledger.approved());
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);

    notifier.readAgain();
    notifier.pass(Duration.ofSeconds(1));
    notifier.happens(ledger.chargeSucceeded(1));

    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    assertThat(notifier.isQuiet()).isTrue();
  }
}
