package dev.recur.notifier.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many e-mails are in the air at once. */
@Timeout(20)
class MailRoomTest {

  private final CountDownLatch answer = new CountDownLatch(1);
  private final List<WebhookAttempt> outcomes = new CopyOnWriteArrayList<>();

  private final MailCarrier slow =
      new MailCarrier() {
        @Override
        public int inTheAirMax() {
          return 2;
        }

        @Override
        public WebhookAttempt attempt(Shipment shipment, Shipment.Body body)
            throws InterruptedException {
          answer.await();
          return Outcome.ACKNOWLEDGED.record(shipment, Instant.EPOCH, 1).build();
        }
      };

  @Test
  void moreThanTheServerLikes_shouldFindNoRoom_whoeverTheMerchantIs() {
    try (TestDispatcher dispatcher = new TestDispatcher(slow, outcomes::add)) {
      assertThat(dispatcher.offer(mail("M1"))).isEqualTo(HandOver.TAKEN);
      assertThat(dispatcher.offer(mail("M2"))).isEqualTo(HandOver.TAKEN);
      assertThat(dispatcher.offer(mail("M3"))).isEqualTo(HandOver.NO_ROOM);

      answer.countDown();
      await().until(() -> outcomes.size() == 2);
      assertThat(dispatcher.offer(mail("M3"))).isEqualTo(HandOver.TAKEN);
      await().until(() -> outcomes.size() == 3);
      assertThat(outcomes)
          .extracting(WebhookAttempt::getOutcome)
          .containsOnly(AttemptOutcome.ACKNOWLEDGED);
    }
  }

  private static Shipment mail(String clientId) {
    return new Shipment(
        "D-" + clientId,
        clientId + " mailto:",
        clientId,
        Optional.empty(),
        "S1",
        1,
        1,
        true,
        "email.RECEIPT",
        0,
        0,
        Optional.of(new Shipment.Body("mailto:", new byte[0])),
        Optional.empty());
  }
}
