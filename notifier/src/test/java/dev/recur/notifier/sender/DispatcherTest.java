package dev.recur.notifier.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import okhttp3.Headers;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much is in the air, and that every outcome is written down. */
@Timeout(20)
class DispatcherTest {

  private static final int IN_THE_AIR_MAX = 40;

  /** What one lane may have of that. */
  private static final int PER_LANE_MAX = 2;

  private final CountDownLatch answer = new CountDownLatch(1);
  private final MerchantKeys keys = new MerchantKeys(TestKeys.BOX);
  private final List<WebhookAttempt> written = new CopyOnWriteArrayList<>();
  private final List<String> exits = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private final EgressClient receiver =
      (_, _, _) -> {
        try {
          answer.await();
        } catch (InterruptedException e) {
          return new Exchange(
              new EgressAnswer.None(new Failure(FailureCode.E_INTERNAL, "interrupted")),
              Phases.NONE);
        }
        return new Exchange(
            new EgressAnswer.Complete(
                new EgressAnswer.Head(200, Headers.EMPTY),
                ByteString.encodeUtf8(Receiver.ACKNOWLEDGEMENT)),
            Phases.NONE);
      };

  private final BodySource bodies =
      (_, offset) -> {
        if (offset == 500) {
          throw new StackOverflowError("broken");
        }
        return offset == 404
            ? new BodySource.Fetched.Lost("no longer kept")
            : new BodySource.Fetched.Found(
                new Shipment.Body("http://localhost/hooks", new byte[] {'{', '}'}));
      };

  private final Dispatcher dispatcher =
      new Dispatcher(
          keys,
          Optional.empty(),
          bodies,
          new WebhookSender(receiver, Duration.ofSeconds(10), Clock.systemUTC()),
          (_, attempt) -> {
            if (attempt.getSequence() == 13) {
              throw new IllegalStateException("broken");
            }
            written.add(attempt);
          },
          new SenderMeters(meters),
          (what, _) -> exits.add(what),
          IN_THE_AIR_MAX,
          PER_LANE_MAX);

  @BeforeEach
  void know() {
    keys.onRecord(MerchantKeysTest.record(TestKeys.merchant(TestKeys.sealed(1, TestKeys.FIRST))));
  }

  @AfterEach
  void stop() {
    // Whoever still waits for an answer would be waited for.
    answer.countDown();
    dispatcher.close();
  }

  @Test
  void moreThanTheLimitOfALane_shouldFindNoRoom_untilSomethingIsOver() {
    assertThat(offer(1)).isEqualTo(HandOver.TAKEN);
    assertThat(offer(2)).isEqualTo(HandOver.TAKEN);
    assertThat(offer(3)).isEqualTo(HandOver.NO_ROOM);
    assertThat(dispatcher.inTheAir()).isEqualTo(PER_LANE_MAX);

    answer.countDown();
    await().until(() -> written.size() == 2);
    assertThat(offer(3)).isEqualTo(HandOver.TAKEN);
    await().until(() -> written.size() == 3);
    assertThat(written)
        .extracting(WebhookAttempt::getOutcome)
        .containsOnly(AttemptOutcome.ACKNOWLEDGED);
    assertThat(meters.get("recur.notifier.attempts").tag("outcome", "acknowledged").timer().count())
        .isEqualTo(3);
  }

  @Test
  void retries_shouldLeaveHalfOfTheRoomToFirstAttempts() {
    for (int i = 0; i < IN_THE_AIR_MAX / 2; i++) {
      assertThat(dispatcher.offer(shipment("retries" + i, 1, false, 0))).isEqualTo(HandOver.TAKEN);
    }
    assertThat(dispatcher.offer(shipment("another", 1, false, 0))).isEqualTo(HandOver.NO_ROOM);
    assertThat(gauge("other")).isEqualTo(IN_THE_AIR_MAX / 2);

    for (int i = 0; i < IN_THE_AIR_MAX / 2; i++) {
      assertThat(dispatcher.offer(shipment("first" + i, 1, true, 0))).isEqualTo(HandOver.TAKEN);
    }
    assertThat(dispatcher.offer(shipment("another", 1, true, 0))).isEqualTo(HandOver.NO_ROOM);
    assertThat(gauge("first")).isEqualTo(IN_THE_AIR_MAX / 2);
  }

  private double gauge(String kind) {
    return meters.get("recur.notifier.attempts.in.the.air").tag("kind", kind).gauge().value();
  }

  @Test
  void bodyThatIsNotAtHand_shouldBeReadBack() {
    answer.countDown();
    dispatcher.offer(shipment("lane", 1, false, 7));

    await().until(() -> written.size() == 1);
    assertThat(written.getFirst().getOutcome()).isEqualTo(AttemptOutcome.ACKNOWLEDGED);
    assertThat(written.getFirst().getUrl()).isEqualTo("http://localhost/hooks");
  }

  @Test
  void bodyThatIsNotKept_shouldBeAnOutcomeOfItsOwn() {
    dispatcher.offer(shipment("lane", 1, false, 404));

    await().until(() -> written.size() == 1);
    assertThat(written.getFirst().getOutcome()).isEqualTo(AttemptOutcome.LOST);
    assertThat(written.getFirst().getError()).isEqualTo("E_LOST: no longer kept");
    assertThat(
            meters.get("recur.notifier.attempt.failures").tag("code", "E_LOST").counter().count())
        .isEqualTo(1);
    await().until(() -> dispatcher.inTheAir() == 0);
  }

  @Test
  void unknownMerchant_shouldUseNoAttempt() {
    keys.onRecord(MerchantKeysTest.record(null));

    assertThat(offer(1)).isEqualTo(HandOver.NO_KEY);
    assertThat(dispatcher.inTheAir()).isZero();
  }

  @Test
  void outcomeThatCannotBeWritten_shouldEndTheProcess() {
    offer(13);
    answer.countDown();

    await().until(() -> !exits.isEmpty());
  }

  @Test
  void attemptThatBreaks_shouldEndTheProcess_andLeaveItsRoom() {
    dispatcher.offer(shipment("lane", 1, true, 500));

    await().until(() -> !exits.isEmpty());
    assertThat(written).isEmpty();
    assertThat(dispatcher.inTheAir()).isZero();
  }

  @Test
  void close_shouldLetWhatIsInTheAirComeToItsEnd_andTakeNothingMore() {
    offer(1);
    answer.countDown();
    dispatcher.close();

    assertThat(written).hasSize(1);
    assertThat(offer(2)).isEqualTo(HandOver.NO_ROOM);
    assertThat(dispatcher.inTheAir()).isZero();
  }

  @Test
  void withoutAMailServer_mailShouldWait() {
    assertThat(dispatcher.offer(shipment(TestKeys.MERCHANT + " mailto:", 1, true, 0)))
        .isEqualTo(HandOver.NO_KEY);
  }

  private HandOver offer(long sequence) {
    return dispatcher.offer(shipment("lane", sequence, true, 0));
  }

  /** The body is at hand at offset 0 only. */
  private static Shipment shipment(String lane, long sequence, boolean isFirst, long offset) {
    return new Shipment(
        "D" + sequence,
        lane,
        TestKeys.MERCHANT,
        Optional.empty(),
        "S1",
        sequence,
        1,
        isFirst,
        "notifyPayment.SUCCESS",
        0,
        offset,
        offset == 0
            ? Optional.of(WebhookSenderTest.body("http://localhost/hooks"))
            : Optional.empty(),
        Optional.empty());
  }
}
