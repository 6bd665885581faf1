package dev.recur.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.kafka.Cures;
import dev.recur.schemas.kafka.DeadLetters;
import dev.recur.schemas.serde.RegistryUnavailableException;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the ledger to what is handed over, and what follows from how it went. */
class NotifierTopologyTest {

  private static final String URL = "https://shop.example/hooks";
  private static final String LANE = "SANDBOX_M1 https://shop.example:443";

  /** The first pause is two minutes, up to a fifth shorter or longer. */
  private static final Duration SOONEST_RETRY = Duration.ofSeconds(96);

  private static final Duration LATEST_RETRY = Duration.ofSeconds(145);

  private static final byte[] GARBAGE = {42, 1, 2, 3};

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

  @Test
  void firstAttempts_shouldFollowTheAnswersInSequence() {
    Ledger ledger = new Ledger("S1", URL);
    notifier.happens(
        ledger.created(),
        ledger.approved(),
        ledger.periodStarted(1),
        ledger.chargeSucceeded(1),
        ledger.terminated());

    List<Long> sent = new ArrayList<>();
    while (!notifier.inTheAir().isEmpty()) {
      Shipment shipment = notifier.onlyInTheAir();
      sent.add(shipment.sequence());
      notifier.went(shipment, AttemptOutcome.ACKNOWLEDGED);
    }

    assertThat(sent).containsExactly(2L, 4L, 5L);
    assertThat(notifier.isQuiet()).isTrue();
  }

  @Test
  void refund_shouldGoWhereItsOwnRequestSaid() {
    Ledger ledger = new Ledger("S1", URL);
    notifier.happens(ledger.created(), ledger.refundSucceeded("https://refunds.example/hooks"));

    Shipment shipment = notifier.onlyInTheAir();
    assertThat(shipment.body().orElseThrow().url()).isEqualTo("https://refunds.example/hooks");
    assertThat(shipment.lane()).isEqualTo("SANDBOX_M1 https://refunds.example:443");
    assertThat(notifier.deliveries())
        .extracting(WebhookDelivery::getNotification)
        .containsExactly("notifyRefund");
  }

  @Test
  void failedDelivery_shouldNotHoldUpTheNext_andBeRetriedOnSchedule() {
    Ledger ledger = new Ledger("S1", URL);
    notifier.happens(ledger.created(), ledger.approved(), ledger.terminated());

    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.FAILED);
    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(3);
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);

    notifier.pass(SOONEST_RETRY.minusMillis(1));
    assertThat(notifier.inTheAir()).isEmpty();
    notifier.pass(LATEST_RETRY.minus(SOONEST_RETRY));
    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(2);
    assertThat(notifier.onlyInTheAir().attempt()).isEqualTo(2);

    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    notifier.pass(Duration.ofDays(2));
    assertThat(notifier.inTheAir()).isEmpty();
    assertThat(notifier.isQuiet()).isTrue();
  }

  @Test
  void deliveryThatIsNeverAcknowledged_shouldBeHeldAfterEightAttempts_andLeaveAfter30Days() {
    Ledger ledger = new Ledger("S1", URL);
    notifier.happens(ledger.created(), ledger.approved());

    List<Integer> attempts = new ArrayList<>();
    for (int minute = 0; minute < 31 * 60; minute++) {
      for (Shipment shipment : notifier.inTheAir()) {
        attempts.add(minute);
        notifier.went(shipment, AttemptOutcome.REFUSED);
      }
      notifier.pass(Duration.ofMinutes(1));
    }

    // The contract's own pauses, in minutes, each up to a fifth shorter or longer.
    int[] pauses = {2, 10, 10, 60, 120, 360, 900};
    assertThat(attempts).hasSize(8);
    for (int i = 0; i < pauses.length; i++) {
      assertThat(attempts.get(i + 1) - attempts.get(i))
          .isBetween(pauses[i] * 8 / 10, pauses[i] * 12 / 10 + 1);
    }
    assertThat(notifier.counted("recur.notifier.deliveries.exhausted")).isOne();
    assertThat(notifier.size("held-deliveries")).isOne();

    notifier.pass(Duration.ofDays(28));
    assertThat(notifier.pending()).isOne();
    notifier.pass(Duration.ofDays(1));
    assertThat(notifier.isQuiet()).isTrue();
    assertThat(notifier.counted("recur.notifier.deliveries.expired")).isOne();
  }

  @Test
  void deliveryThatIsAcknowledgedAtOnce_shouldCostThreeWrites() {
    Ledger ledger = new Ledger("S1", URL);
    notifier.happens(ledger.created());
    for (int i = 1; i <= 10; i++) {
      notifier.happens(ledger.chargeSucceeded(i));
      notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    }

    assertThat(notifier.writes("first-deliveries")).isEqualTo(20);
    assertThat(notifier.writes("delivery-turns")).isEqualTo(10);
    assertThat(notifier.writes("pending-deliveries")).isZero();
    assertThat(notifier.writes("due-deliveries")).isZero();
    assertThat(notifier.writes("delivery-lanes")).isZero();
  }

  @Test
  void deliveryWhoseRecordIsLost_shouldLeave_andHoldUpNobody() {
    Ledger ledger = new Ledger("S1", URL);
    notifier.happens(ledger.created(), ledger.approved(), ledger.terminated());
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.LOST);

    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(3);
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    assertThat(notifier.isQuiet()).isTrue();
  }

  @Test
  void ledgerReadAgain_shouldMakeNoSecondDelivery() {
    Ledger ledger = new Ledger("S1", URL);
    SubscriptionEvent[] events = {ledger.created(), ledger.approved(), ledger.terminated()};
    notifier.happens(events);
    List<WebhookDelivery> first = notifier.deliveries();
    notifier.happens(events);

    assertThat(first).hasSize(2);
    assertThat(notifier.deliveries()).isEmpty();

    // And where deliveries were written twice after all, each is made once.
    first.forEach(notifier::isToBeDelivered);
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    first.forEach(notifier::isToBeDelivered);
    assertThat(notifier.inTheAir()).isEmpty();
    assertThat(notifier.offered()).hasSize(2);
  }

  @Test
  void restart_shouldSendAgainWhatWasInTheAir_andKeepOrderAndSchedule() {
    Ledger first = new Ledger("S1", URL);
    Ledger second = new Ledger("S2", URL);
    notifier.happens(first.created(), first.approved(), first.terminated());
    notifier.happens(second.created(), second.approved());
    Shipment failing = notifier.inTheAir().get(1);
    notifier.went(failing, AttemptOutcome.FAILED);

    notifier.restart();

    assertThat(notifier.onlyInTheAir().subscriptionId()).isEqualTo("S1");
    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(2);
    assertThat(notifier.onlyInTheAir().attempt()).isEqualTo(1);
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(3);
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);

    notifier.pass(LATEST_RETRY);
    assertThat(notifier.onlyInTheAir().deliveryId()).isEqualTo(failing.deliveryId());
    assertThat(notifier.onlyInTheAir().attempt()).isEqualTo(2);
    assertThat(notifier.onlyInTheAir().body()).isEmpty();
    assertThat(notifier.body(notifier.onlyInTheAir())).isEqualTo(notifier.body(failing));
  }

  @Test
  void outcomeOfAnAttemptMadeBeforeACrash_shouldCount() {
    Ledger ledger = new Ledger("S1", URL);
    notifier.happens(ledger.created(), ledger.approved(), ledger.terminated());
    Shipment before = notifier.onlyInTheAir();
    notifier.restart();
    Shipment again = notifier.onlyInTheAir();

    notifier.went(before, AttemptOutcome.ACKNOWLEDGED);
    notifier.went(again, AttemptOutcome.FAILED);

    assertThat(notifier.pending()).isOne();
    assertThat(notifier.inTheAir()).extracting(Shipment::sequence).containsExactly(3L);
  }

  @Test
  void noRoom_shouldLeaveDeliveriesDue() {
    notifier.answer(HandOver.NO_ROOM);
    Ledger ledger = new Ledger("S1", URL);
    notifier.happens(ledger.created(), ledger.approved());
    assertThat(notifier.inTheAir()).isEmpty();

    notifier.answer(HandOver.TAKEN);
    notifier.pass(Duration.ofMillis(100));
    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(2);
  }

  @Test
  void unknownMerchant_shouldWaitAndHoldUpNobodyElse() {
    notifier.answer(LANE, HandOver.NO_KEY);
    Ledger waiting = new Ledger("S1", URL);
    Ledger other = new Ledger("S2", "https://other.example/hooks");
    notifier.happens(waiting.created(), waiting.approved());
    notifier.happens(other.created(), other.approved());

    assertThat(notifier.onlyInTheAir().subscriptionId()).isEqualTo("S2");
    int offers = notifier.offered().size();
    notifier.pass(Duration.ofMillis(900));
    assertThat(notifier.offered()).hasSize(offers);

    notifier.answer(LANE, HandOver.TAKEN);
    notifier.pass(Duration.ofMillis(200));
    assertThat(notifier.inTheAir()).extracting(Shipment::subscriptionId).contains("S1");
    assertThat(notifier.inTheAir().getLast().attempt()).isEqualTo(1);
  }

  @Test
  void slowEndpoint_shouldHoldNoMoreThanItsShare() {
    for (int i = 0; i < 10; i++) {
      Ledger ledger = new Ledger("S" + i, URL);
      notifier.happens(ledger.created(), ledger.approved());
    }
    Ledger other = new Ledger("SX", "https://other.example/hooks");
    notifier.happens(other.created(), other.approved());

    assertThat(notifier.inTheAir())
        .extracting(Shipment::lane)
        .filteredOn(LANE::equals)
        .hasSize(TestNotifier.PER_ENDPOINT_MAX);
    assertThat(notifier.inTheAir()).extracting(Shipment::subscriptionId).contains("SX");

    int answered = 0;
    while (!notifier.inTheAir().isEmpty()) {
      notifier.went(notifier.inTheAir().getFirst(), AttemptOutcome.ACKNOWLEDGED);
      answered++;
    }
    assertThat(answered).isEqualTo(11);
  }

  @Test
  void undecodableBytes_shouldBecomeDeadLetters_andWorkGoOn() {
    Ledger ledger = new Ledger("S1", URL);
    notifier.happens(ledger.created());
    for (TopicSpec<?> topic :
        List.of(
            Topics.SUBSCRIPTION_EVENTS,
            Topics.WEBHOOK_DELIVERIES,
            Topics.WEBHOOK_ATTEMPTS,
            Topics.WEBHOOK_COMMANDS)) {
      notifier.pipe(topic, "key", GARBAGE);

      TestRecord<byte[], byte[]> letter = onlyDeadLetter(topic);
      assertThat(letter.key()).isEqualTo("key".getBytes(UTF_8));
      assertThat(letter.value()).isEqualTo(GARBAGE);
      assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo(topic.name());
      assertThat(header(letter, DeadLetters.READER)).isEqualTo("notifier");
      assertThat(header(letter, DeadLetters.REASON)).isNotEmpty();
    }
    notifier.happens(ledger.approved());

    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    assertThat(notifier.isQuiet()).isTrue();
  }

  @Test
  void eventOfASubscriptionNobodyKnows_shouldBecomeADeadLetter() {
    Ledger ledger = new Ledger("S1", URL);
    ledger.created();
    notifier.happens(ledger.approved());

    assertThat(header(onlyDeadLetter(Topics.SUBSCRIPTION_EVENTS), DeadLetters.REASON))
        .contains("created this subscription");
  }

  @Test
  void eventOfAnUnknownType_shouldStopAndNotSkip() {
    Ledger ledger = new Ledger("S1", URL);
    notifier.happens(ledger.created());

    assertThatThrownBy(() -> notifier.happens(ledger.unknown()))
        .extracting(Cures::of)
        .asString()
        .contains("update the notifier first")
        .contains("topic=subscription.events", "partition=", "offset=");
  }

  @Test
  void registryThatDoesNotAnswer_shouldStop() {
    byte[] unknownSchema = {0, 0, 0, 0, 99, 1, 2, 3};
    notifier.registry().failNext(100, 503, 503);

    assertThatThrownBy(() -> notifier.pipe(Topics.SUBSCRIPTION_EVENTS, "S1", unknownSchema))
        .hasStackTraceContaining(RegistryUnavailableException.class.getName());
    assertThat(notifier.deadLetters(Topics.SUBSCRIPTION_EVENTS)).isEmpty();
  }

  private TestRecord<byte[], byte[]> onlyDeadLetter(TopicSpec<?> topic) {
    List<TestRecord<byte[], byte[]>> letters = notifier.deadLetters(topic);
    assertThat(letters).hasSize(1);
    return letters.getFirst();
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
