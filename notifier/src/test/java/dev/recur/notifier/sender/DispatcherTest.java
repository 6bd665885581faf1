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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much is in the air, and that every outcome is written down. */
@Timeout(20)
class DispatcherTest {

  private static final int IN_THE_AIR_MAX = 2;

  private final CountDownLatch answer = new CountDownLatch(1);
  private final PlatformKeys keys = new PlatformKeys(TestKeys.BOX);
  private final List<WebhookAttempt> written = new CopyOnWriteArrayList<>();
  private final List<String> exits = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private final EgressClient receiver =
      (_, _, _) -> {
        try {
          answer.await();
        } catch (InterruptedException e) {
          return new EgressAnswer.None("interrupted");
        }
        return new EgressAnswer.Complete(200, ByteString.encodeUtf8(Receiver.ACKNOWLEDGEMENT));
      };

  private final Dispatcher dispatcher =
      new Dispatcher(
          keys,
          new WebhookSender(
              receiver, WebhookSenderTest.NOTHING_KEPT, Duration.ofSeconds(10), Clock.systemUTC()),
          (_, attempt) -> {
            if (attempt.getSequence() == 13) {
              throw new IllegalStateException("broken");
            }
            written.add(attempt);
          },
          new SenderMeters(meters),
          (what, _) -> exits.add(what),
          IN_THE_AIR_MAX);

  @BeforeEach
  void know() {
    keys.onRecord(PlatformKeysTest.record(TestKeys.merchant(TestKeys.sealed(1, TestKeys.FIRST))));
  }

  @AfterEach
  void stop() {
    dispatcher.close();
  }

  @Test
  void moreThanTheLimit_shouldFindNoRoom_untilSomethingIsOver() {
    assertThat(offer(1)).isEqualTo(HandOver.TAKEN);
    assertThat(offer(2)).isEqualTo(HandOver.TAKEN);
    assertThat(offer(3)).isEqualTo(HandOver.NO_ROOM);
    assertThat(dispatcher.inTheAir()).isEqualTo(2);

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
  void unknownMerchant_shouldUseNoAttempt() {
    keys.onRecord(PlatformKeysTest.record(null));

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
  void close_shouldLetWhatIsInTheAirComeToItsEnd_andTakeNothingMore() {
    offer(1);
    answer.countDown();
    dispatcher.close();

    assertThat(written).hasSize(1);
    assertThat(offer(2)).isEqualTo(HandOver.NO_ROOM);
    assertThat(dispatcher.inTheAir()).isZero();
  }

  private HandOver offer(long sequence) {
    Shipment like = WebhookSenderTest.shipment("http://localhost/hooks");
    return dispatcher.offer(WebhookSenderTest.shipment(like.body(), sequence, 1));
  }
}
