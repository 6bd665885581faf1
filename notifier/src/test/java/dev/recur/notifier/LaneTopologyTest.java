package dev.recur.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.delivery.Obstacle;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.DisableEndpoint;
import dev.recur.schemas.avro.EnableEndpoint;
import dev.recur.schemas.avro.Endpoint;
import dev.recur.schemas.avro.EndpointOrdering;
import dev.recur.schemas.avro.EndpointStatus;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.avro.WebhookEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Merchants' endpoints: who is told, in which order, what is held and when it is released. */
class LaneTopologyTest {

  private static final String MAIN = "SANDBOX_M1 E1";
  private static final String OTHER = "SANDBOX_M1 E2";
  private static final Duration LATEST_RETRY = Duration.ofSeconds(145);
  private static final Duration BREAKER_OPEN = Duration.ofMinutes(5);

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
  void event_shouldBeToldOncePerEndpointThatWantsIt() {
    notifier.has(
        endpoint("E1").build(),
        endpoint("E2").setEventTypes(List.of("notifyPayment")).build(),
        endpoint("E3").setShards(4).build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved());

    assertThat(notifier.inTheAir())
        .extracting(Shipment::lane)
        .containsExactlyInAnyOrder(MAIN, "SANDBOX_M1 E3#" + shardOf("S1"));
    assertThat(notifier.inTheAir())
        .allSatisfy(it -> assertThat(it.eventType()).isEqualTo("notifySubscription.CREATE"))
        .allSatisfy(it -> assertThat(it.body()).isPresent());
    assertThat(notifier.deliveries())
        .extracting(WebhookDelivery::getEndpointId)
        .containsExactly("E1", "E3");
  }

  /** As everywhere, a blank URL is none; a lane of what cannot be read would be told instead. */
  @Test
  void refundWithABlankUrl_shouldGoToTheMerchantsEndpoints() {
    notifier.has(endpoint("E1").setEventTypes(List.of("notifyRefund")).build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.refundSucceeded(" "));

    assertThat(notifier.onlyInTheAir().lane()).isEqualTo(MAIN);
    assertThat(notifier.deliveries()).hasSize(1);
  }

  /** It was never asked: what others are to be told at the same endpoint does not wait for it. */
  @ParameterizedTest
  @ValueSource(strings = {"E_URL", "E_ADDRESS", "E_INTERNAL"})
  void failuresThatAreNotTheReceivers_shouldNotCloseItsLane(String code) {
    notifier.has(endpoint("E1").build());
    for (int i = 0; i < 20; i++) {
      Ledger ledger = new Ledger("S" + i, "");
      notifier.happens(ledger.created(), ledger.approved());
      notifier.failed(notifier.onlyInTheAir(), code + ": not the receiver's.");
    }
    notifier.pass(LATEST_RETRY);
    assertThat(notifier.offered()).as("each is tried again").hasSizeGreaterThan(20);
  }

  private static int shardOf(String subscriptionId) {
    return dev.recur.schemas.id.Identity.partition(subscriptionId, 4);
  }

  @Test
  void strictEndpoint_shouldBeToldNothingLater_beforeTheRetryIsAcknowledged() {
    notifier.has(endpoint("E1").setOrdering(EndpointOrdering.STRICT).build());
    Ledger ledger = new Ledger("S1", "");
    Ledger another = new Ledger("S2", "");
    notifier.happens(ledger.created(), ledger.approved(), ledger.terminated());
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.FAILED);
    notifier.happens(another.created(), another.approved());

    assertThat(notifier.onlyInTheAir().subscriptionId()).isEqualTo("S2");
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    notifier.pass(LATEST_RETRY);
    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(2);
    assertThat(notifier.onlyInTheAir().attempt()).isEqualTo(2);

    notifier.restart();
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(3);
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    assertThat(notifier.isQuiet()).isTrue();
  }

  @Test
  void endpointThatBecomesBestEffort_shouldNotLeaveAnybodyWaiting() {
    notifier.has(endpoint("E1").setOrdering(EndpointOrdering.STRICT).build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved(), ledger.terminated());
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.FAILED);
    assertThat(notifier.inTheAir()).isEmpty();

    notifier.has(endpoint("E1").build());
    notifier.pass(LATEST_RETRY);
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.FAILED);
    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(3);
  }

  /** Nothing else happens there that would move the line, and its lane may not be in memory. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endpointThatBecomesBestEffort_shouldBeToldWhatWaitedForSomethingHeld(boolean restarts) {
    notifier.has(endpoint("E1").setOrdering(EndpointOrdering.STRICT).build());
    Ledger poison = new Ledger("S1", "");
    notifier.happens(poison.created(), poison.approved(), poison.terminated());
    Ledger good = new Ledger("S2", "");
    notifier.happens(good.created());
    for (int hour = 0; hour < 40; hour++) {
      if (hour % 6 == 0) {
        notifier.happens(good.chargeSucceeded(hour + 1));
      }
      for (Shipment shipment : notifier.inTheAir()) {
        boolean isPoison = shipment.subscriptionId().equals("S1");
        notifier.went(shipment, isPoison ? AttemptOutcome.REFUSED : AttemptOutcome.ACKNOWLEDGED);
      }
      notifier.pass(Duration.ofHours(1));
    }
    assertThat(notifier.size("held-deliveries")).isOne();
    assertThat(notifier.states()).as("it stays ACTIVE").isEmpty();
    notifier.pass(Duration.ofDays(1));
    assertThat(notifier.inTheAir()).isEmpty();

    notifier.has(endpoint("E1").build());
    if (restarts) {
      notifier.restart();
    }
    notifier.pass(Duration.ofSeconds(1));
    notifier.pass(Duration.ofMillis(100));
    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(3);
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    assertThat(notifier.pending()).isOne();
  }

  @Test
  void goneEndpoint_shouldBeDisabled_holdWhatComes_andBeReleasedInOrderWhenEnabled() {
    notifier.has(endpoint("E1").build(), endpoint("E2").build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved());
    notifier.answered(inTheAir(MAIN), 410, null);
    acknowledgeAll(OTHER);
    notifier.happens(ledger.chargeSucceeded(1), ledger.terminated());
    notifier.pass(LATEST_RETRY);
    acknowledgeAll(OTHER);

    assertThat(notifier.inTheAir()).isEmpty();
    assertThat(notifier.size("held-deliveries")).isEqualTo(3);
    WebhookEndpoint state = notifier.states().getLast();
    assertThat(state.getEndpoint()).isEqualTo(MAIN);
    assertThat(state.getEndpointId()).isEqualTo("E1");
    assertThat(state.getStatus()).isEqualTo(EndpointStatus.DISABLED);
    assertThat(state.getReason()).isEqualTo("The receiver answered 410 Gone.");

    notifier.restart();
    notifier.pass(Duration.ofDays(20));
    assertThat(notifier.size("held-deliveries")).isEqualTo(3);

    notifier.wants(MAIN, command -> command.setEnable(new EnableEndpoint()));
    assertThat(notifier.states().getLast().getStatus()).isEqualTo(EndpointStatus.ACTIVE);
    List<Long> told = new ArrayList<>();
    while (!notifier.inTheAir().isEmpty()) {
      Shipment shipment = notifier.inTheAir().getFirst();
      told.add(shipment.sequence());
      notifier.went(shipment, AttemptOutcome.ACKNOWLEDGED);
    }
    // 2 was attempted before and is retried; the two that were not come in sequence.
    assertThat(told).containsExactlyInAnyOrder(2L, 3L, 4L).containsSubsequence(3L, 4L);
    assertThat(notifier.isQuiet()).isTrue();
  }

  @Test
  void eventsAfterEnabling_shouldNotOvertakeWhatIsHeldOfTheirSubscription() {
    notifier.has(endpoint("E1").build());
    notifier.wants(MAIN, command -> command.setDisable(new DisableEndpoint("maintenance")));
    List<Ledger> ledgers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Ledger ledger = new Ledger("S" + i, "");
      ledgers.add(ledger);
      notifier.happens(ledger.created(), ledger.approved());
    }
    notifier.wants(MAIN, command -> command.setEnable(new EnableEndpoint()));
    ledgers.forEach(ledger -> notifier.happens(ledger.chargeSucceeded(1)));

    while (!notifier.inTheAir().isEmpty()) {
      notifier.went(notifier.inTheAir().getFirst(), AttemptOutcome.ACKNOWLEDGED);
    }
    assertThat(notifier.isQuiet()).isTrue();
    for (int i = 0; i < 100; i++) {
      String id = "S" + i;
      assertThat(notifier.offered())
          .filteredOn(it -> it.subscriptionId().equals(id))
          .extracting(Shipment::sequence)
          .containsExactly(2L, 3L);
    }
  }

  @Test
  void heldDelivery_shouldLeaveAfterThirtyDays_andTheOthersBeTold() {
    notifier.has(endpoint("E1").build(), endpoint("E2").build());
    notifier.wants(MAIN, command -> command.setDisable(new DisableEndpoint("maintenance")));
    acknowledgeAll(OTHER);
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved());
    acknowledgeAll(OTHER);

    notifier.pass(Duration.ofDays(30).minusMinutes(1));
    assertThat(notifier.size("held-deliveries")).isOne();
    notifier.pass(Duration.ofMinutes(1));
    assertThat(notifier.size("held-deliveries")).isZero();
    Shipment told = inTheAir(OTHER);
    assertThat(told.eventType()).isEqualTo("delivery.exhausted");
    assertThat(notifier.body(told))
        .contains("\"endpointId\":\"E1\"")
        .contains("\"sequence\":2")
        .contains("\"reason\":\"No attempt was made in time.\"");
  }

  @Test
  void deliveryThatIsNotKeptAnyMore_shouldLeaveForGood_andTheOthersBeTold() {
    notifier.has(
        endpoint("E1").setOrdering(EndpointOrdering.STRICT).build(),
        endpoint("E2").setEventTypes(List.of("delivery.exhausted")).build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved(), ledger.terminated());
    notifier.went(inTheAir(MAIN), AttemptOutcome.LOST);

    Shipment told = inTheAir(OTHER);
    assertThat(notifier.body(told))
        .contains("\"endpointId\":\"E1\"")
        .contains("\"sequence\":2")
        .contains("\"attempts\":1")
        .contains("\"reason\":\"What was to be delivered is no longer kept.\"");
    acknowledgeAll(OTHER);
    assertThat(inTheAir(MAIN).sequence()).isEqualTo(3);
    assertThat(notifier.size("held-deliveries")).isZero();
    notifier.went(inTheAir(MAIN), AttemptOutcome.ACKNOWLEDGED);
    notifier.pass(Duration.ofDays(2));
    assertThat(notifier.isQuiet()).isTrue();
    assertThat(notifier.states()).isEmpty();
  }

  @Test
  void lanesFailures_shouldBeToldToTheOthers_andItsRecoveryReleaseWhatIsHeld() {
    notifier.has(
        endpoint("E1").build(),
        endpoint("E2").setEventTypes(List.of("endpoint", "delivery.exhausted")).build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved());
    List<String> told = new ArrayList<>();
    for (int hour = 0; hour < 40; hour++) {
      for (Shipment shipment : notifier.inTheAir()) {
        boolean toOther = shipment.lane().equals(OTHER);
        if (toOther) {
          told.add(shipment.eventType());
        }
        notifier.went(shipment, toOther ? AttemptOutcome.ACKNOWLEDGED : AttemptOutcome.FAILED);
      }
      notifier.pass(Duration.ofHours(1));
    }
    assertThat(told).containsExactlyInAnyOrder("endpoint.failing", "delivery.exhausted");
    assertThat(notifier.size("held-deliveries")).isOne();
    assertThat(notifier.states().getLast().getStatus()).isEqualTo(EndpointStatus.FAILING);

    // The next event fails too, at first, as does what was tried to see whether it is well.
    notifier.went(inTheAir(MAIN), AttemptOutcome.FAILED);
    notifier.pass(BREAKER_OPEN);
    notifier.happens(ledger.chargeSucceeded(1));
    notifier.went(inTheAir(MAIN), AttemptOutcome.FAILED);
    assertThat(notifier.states()).isEmpty();

    // And then one is acknowledged: what is held is attempted again.
    notifier.pass(BREAKER_OPEN);
    assertThat(inTheAir(MAIN).sequence()).isEqualTo(3);
    notifier.went(inTheAir(MAIN), AttemptOutcome.ACKNOWLEDGED);
    assertThat(notifier.states().getLast().getStatus()).isEqualTo(EndpointStatus.ACTIVE);
    assertThat(notifier.inTheAir())
        .extracting(Shipment::eventType)
        .contains("endpoint.recovered", "notifySubscription.CREATE");
    assertThat(inTheAir(MAIN).attempt()).isGreaterThan(9);

    notifier.went(inTheAir(MAIN), AttemptOutcome.ACKNOWLEDGED);
    acknowledgeAll(OTHER);
    assertThat(notifier.isQuiet()).isTrue();
  }

  @Test
  void poison_shouldNotGoRound_whileTheLaneIsWell() {
    notifier.has(endpoint("E1").build());
    Ledger poison = new Ledger("S1", "");
    notifier.happens(poison.created(), poison.approved());
    Ledger good = new Ledger("S2", "");
    notifier.happens(good.created());
    int attempts = 0;
    for (int hour = 0; hour < 24 * 20; hour++) {
      if (hour % 6 == 0) {
        notifier.happens(good.chargeSucceeded(hour + 1));
      }
      for (Shipment shipment : notifier.inTheAir()) {
        boolean isPoison = shipment.subscriptionId().equals("S1");
        attempts += isPoison ? 1 : 0;
        notifier.went(shipment, isPoison ? AttemptOutcome.REFUSED : AttemptOutcome.ACKNOWLEDGED);
      }
      notifier.pass(Duration.ofHours(1));
    }
    assertThat(attempts).isEqualTo(8);
    assertThat(notifier.size("held-deliveries")).isOne();
  }

  @Test
  void overloadedReceiver_shouldBeLeftAloneAsLongAsItAsks_withoutUsingAttempts() {
    notifier.has(endpoint("E1").build());
    for (int i = 0; i < 3; i++) {
      Ledger ledger = new Ledger("S" + i, "");
      notifier.happens(ledger.created(), ledger.approved());
    }
    List<Shipment> air = notifier.inTheAir();
    notifier.answered(air.get(0), 503, notifier.now().plus(Duration.ofHours(1)));
    notifier.went(air.get(1), AttemptOutcome.ACKNOWLEDGED);
    notifier.went(air.get(2), AttemptOutcome.ACKNOWLEDGED);

    Ledger more = new Ledger("S9", "");
    notifier.happens(more.created(), more.approved());
    notifier.pass(Duration.ofMinutes(59));
    assertThat(notifier.inTheAir()).isEmpty();
    notifier.pass(Duration.ofMinutes(1));
    assertThat(notifier.inTheAir())
        .extracting(it -> it.subscriptionId() + "/" + it.attempt())
        .containsExactly("S0/2", "S9/1");
  }

  /** Between two events the lane has nothing to do, and still knows what it has sent. */
  @Test
  void rate_shouldBeKept_whenEventsTrickleIn() {
    notifier.has(endpoint("E1").setRatePerSecond(1).build());
    for (int i = 0; i < 14; i++) {
      Ledger ledger = new Ledger("S" + i, "");
      notifier.happens(ledger.created(), ledger.approved());
      notifier.inTheAir().forEach(it -> notifier.went(it, AttemptOutcome.ACKNOWLEDGED));
      notifier.pass(Duration.ofMillis(300));
    }
    // One at once, and one more for each of 4.2 seconds; it is looked every 0.3 seconds.
    assertThat(notifier.offered()).hasSizeBetween(4, 5);
  }

  @Test
  void receiverThatDoesNotAnswer_shouldBeProbed_oneAttemptAtATime() {
    notifier.has(endpoint("E1").build());
    for (int i = 0; i < 30; i++) {
      Ledger ledger = new Ledger("S" + i, "");
      notifier.happens(ledger.created(), ledger.approved());
    }
    int attempts = 0;
    for (int second = 0; second < 300; second++) {
      for (Shipment shipment : notifier.inTheAir()) {
        attempts++;
        notifier.went(shipment, AttemptOutcome.FAILED);
      }
      notifier.pass(Duration.ofSeconds(1));
      assertThat(second < 2 || notifier.inTheAir().size() <= 1).isTrue();
    }
    // Five opened the breaker; then probes after 5, 10, 20, 40, 80 and 160 seconds.
    assertThat(attempts).isBetween(8, 14);

    while (!notifier.inTheAir().isEmpty() || notifier.pending() > 0) {
      notifier.inTheAir().forEach(shipment -> notifier.went(shipment, AttemptOutcome.ACKNOWLEDGED));
      notifier.pass(Duration.ofSeconds(10));
    }
    assertThat(notifier.isQuiet()).isTrue();
  }

  @Test
  void endpointThatIsNotKnownYet_shouldBeWaitedFor_andBeGoneAfterAWhile() {
    notifier.has(endpoint("E1").build());
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created());
    notifier.has();
    notifier.isToBeDelivered(delivery(MAIN, "S1", 2));
    notifier.pass(Duration.ofMinutes(1));
    assertThat(notifier.inTheAir()).isEmpty();
    assertThat(notifier.size("first-deliveries")).isOne();

    notifier.has(endpoint("E1").build());
    notifier.pass(Duration.ofSeconds(2));
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);

    notifier.has();
    notifier.isToBeDelivered(delivery(MAIN, "S1", 3));
    notifier.pass(Duration.ofMinutes(11));
    assertThat(notifier.size("held-deliveries")).isOne();
    assertThat(notifier.states().getLast().getReason()).contains("does not exist any more");
  }

  @Test
  void lanes_shouldBeShown_theWorstByName() {
    notifier.has(endpoint("E1").build());
    for (int i = 0; i < 30; i++) {
      Ledger ledger = new Ledger("S" + i, "https://shop" + i + ".example/hooks");
      notifier.happens(ledger.created(), ledger.approved());
      notifier.went(notifier.onlyInTheAir(), AttemptOutcome.FAILED);
    }
    notifier.answer(dev.recur.notifier.delivery.Outbound.HandOver.NO_KEY);
    notifier.pass(Duration.ofMinutes(10));

    assertThat(notifier.lanes().worst())
        .hasSize(20)
        .allSatisfy(it -> assertThat(it.obstacle()).isEqualTo(Obstacle.NO_KEY));
    assertThat(new DeliveriesHealth(notifier.lanes()).details().toString())
        .contains("SANDBOX_M1 https://shop")
        .contains("give recur.master-key the value");
    assertThat(notifier.lanes().worst().getFirst().oldestMs())
        .isBetween(
            Duration.ofMinutes(10).minus(LATEST_RETRY).toMillis(),
            Duration.ofMinutes(9).toMillis());
  }

  /** They have nothing to do, and so are not in memory; after a restart none is. */
  @Test
  void lanesThatAreNotWell_shouldBeCounted_alsoWhenTheyAreNotInMemory() {
    notifier.has(endpoint("E1").build(), endpoint("E2").build());
    notifier.wants(MAIN, command -> command.setDisable(new DisableEndpoint("maintenance")));
    acknowledgeAll(OTHER);
    Ledger ledger = new Ledger("S1", "");
    notifier.happens(ledger.created(), ledger.approved());
    acknowledgeAll(OTHER);
    notifier.pass(Duration.ofSeconds(10));
    assertDisabledAndHeld(1, 1);

    notifier.restart();
    notifier.pass(Duration.ofMillis(100));
    assertDisabledAndHeld(1, 1);

    notifier.wants(MAIN, command -> command.setEnable(new EnableEndpoint()));
    acknowledgeAll(MAIN);
    notifier.pass(Duration.ofSeconds(10));
    assertDisabledAndHeld(0, 0);
  }

  private void assertDisabledAndHeld(long disabled, long held) {
    assertThat(new DeliveriesHealth(notifier.lanes()).details())
        .containsEntry("lanesDisabled", disabled)
        .containsEntry("deliveriesHeld", held);
  }

  private static WebhookDelivery delivery(String lane, String subscriptionId, long sequence) {
    return WebhookDelivery.newBuilder()
        .setDeliveryId("D" + subscriptionId + sequence)
        .setEndpoint(lane)
        .setClientId(Ledger.MERCHANT)
        .setSubscriptionId(subscriptionId)
        .setSequence(sequence)
        .setPreviousSequence(0)
        .setNotification("notifySubscription")
        .setUrl("https://e1.example/hooks")
        .setBody(java.nio.ByteBuffer.wrap(new byte[] {'{', '}'}))
        .setCreatedAt(Ledger.START)
        .setEndpointId("E1")
        .setEventType("notifySubscription.UPDATE")
        .build();
  }

  private Shipment inTheAir(String lane) {
    List<Shipment> found =
        notifier.inTheAir().stream().filter(it -> it.lane().equals(lane)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private void acknowledgeAll(String lane) {
    List<Shipment> found;
    do {
      found = notifier.inTheAir().stream().filter(it -> it.lane().equals(lane)).toList();
      found.forEach(it -> notifier.went(it, AttemptOutcome.ACKNOWLEDGED));
    } while (!found.isEmpty());
  }

  static Endpoint.Builder endpoint(String id) {
    return Endpoint.newBuilder()
        .setEndpointId(id)
        .setUrl("https://" + id.toLowerCase(java.util.Locale.ROOT) + ".example/hooks")
        .setCreatedAt(Ledger.START);
  }
}
