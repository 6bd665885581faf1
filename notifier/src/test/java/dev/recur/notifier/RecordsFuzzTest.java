package dev.recur.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.notice.Mailing.Standing;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.CancelReplay;
import dev.recur.schemas.avro.DisableEndpoint;
import dev.recur.schemas.avro.EnableEndpoint;
import dev.recur.schemas.avro.Endpoint;
import dev.recur.schemas.avro.EndpointOrdering;
import dev.recur.schemas.avro.EndpointSchedule;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.PauseReason;
import dev.recur.schemas.avro.StartReplay;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.avro.WebhookCommand;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.TopologyNames;
import dev.recur.schemas.serde.Samples;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever values of the right schemas lie on the notifier's topics: each is taken or becomes a
 * dead letter, and the next one is taken. The one exception is a word of a later release, which
 * stops the process until it is updated.
 */
class RecordsFuzzTest {

  /** So many are remembered at most, since each is looked at whenever time passes. */
  private static final int TRIED_MAX = 100;

  private static final String SUBSCRIPTION = "S0123456789abcdef0123456789abcdef01234567";
  private static final String URL = "https://shop.example/hooks";
  private static final String ENDPOINT = "E0123456789abcdef0123456f";
  private static final String LANE = Ledger.MERCHANT + " https://shop.example:443";

  @TempDir Path stateDir;
  private TestNotifier notifier;
  private int tried;

  @BeforeEach
  void start() throws IOException {
    notifier = new TestNotifier(Files.createDirectories(stateDir.resolve("state-" + tried)));
  }

  @AfterEach
  void stop() {
    notifier.close();
  }

  /** So that none is forgotten when there is another. */
  @ParameterizedTest
  @MethodSource("dev.recur.notifier.DescribedTopology#sourceTopics")
  void anyRecord_shouldBeTaken(String topic) {
    TopologyNames.write(
        topic,
        Map.of(
            Topics.SUBSCRIPTION_EVENTS,
            this::anyEvent,
            Topics.WEBHOOK_DELIVERIES,
            this::anyDelivery,
            Topics.WEBHOOK_ATTEMPTS,
            this::anyAttempt,
            Topics.WEBHOOK_COMMANDS,
            this::anyCommand));
  }

  private void anyEvent() {
    assertThat(run("events", Topics.SUBSCRIPTION_EVENTS, events().toList()))
        .containsKeys("taken", "a dead letter", "of a later release");
  }

  private static Stream<SubscriptionEvent> events() {
    Ledger ledger = new Ledger(SUBSCRIPTION, URL);
    return Stream.of(
        ledger.created(true),
        ledger.approved(),
        ledger.periodStarted(1),
        ledger.trialEnding(2),
        ledger.renewalUpcoming(2),
        ledger.chargeSucceeded(2),
        ledger.chargeDeclined(3, 1, Ledger.START.plusSeconds(60)),
        ledger.paymentFailed(3),
        ledger.periodWaived(4),
        ledger.refundSucceeded("https://refunds.example/"),
        ledger.paused(PauseReason.REQUESTED),
        ledger.resumed(),
        ledger.renewalCancelled(),
        ledger.changed(),
        ledger.terminated(),
        ledger.ended());
  }

  private void anyDelivery() {
    assertThat(run("deliveries", Topics.WEBHOOK_DELIVERIES, List.of(delivery(1), delivery(7))))
        .containsKeys("taken", "a dead letter");
  }

  private static WebhookDelivery delivery(long sequence) {
    return WebhookDelivery.newBuilder()
        .setDeliveryId(SUBSCRIPTION + sequence)
        .setEndpoint(LANE)
        .setClientId(Ledger.MERCHANT)
        .setSubscriptionId(SUBSCRIPTION)
        .setSequence(sequence)
        .setPreviousSequence(sequence - 1)
        .setNotification("notifySubscription")
        .setUrl(URL)
        .setBody(ByteBuffer.wrap(new byte[] {'{', '}'}))
        .setCreatedAt(Ledger.START)
        .setEventType("notifySubscription.CREATE")
        .build();
  }

  private void anyAttempt() {
    List<WebhookAttempt> attempts =
        Stream.of(AttemptOutcome.values())
            .map(
                outcome ->
                    WebhookAttempt.newBuilder()
                        .setDeliveryId(SUBSCRIPTION + 1)
                        .setEndpoint(LANE)
                        .setClientId(Ledger.MERCHANT)
                        .setSubscriptionId(SUBSCRIPTION)
                        .setSequence(1)
                        .setAttempt(1)
                        .setStartedAt(Ledger.START)
                        .setDurationMs(5)
                        .setOutcome(outcome)
                        .setHttpStatus(outcome == AttemptOutcome.REFUSED ? 503 : null)
                        .setError(outcome == AttemptOutcome.FAILED ? "E_TIMEOUT: late" : null)
                        .setRetryAfter(Ledger.START.plusSeconds(90))
                        .build())
            .toList();

    assertThat(run("attempts", Topics.WEBHOOK_ATTEMPTS, attempts))
        .containsKeys("taken", "a dead letter", "of a later release");
  }

  private void anyCommand() {
    StartReplay replay =
        StartReplay.newBuilder()
            .setReplayId("R1")
            .setSince(Ledger.START.minusSeconds(3600))
            .setUntil(Ledger.START.plusSeconds(3600))
            .setEventTypes(List.of("notifySubscription"))
            .build();
    List<WebhookCommand> commands =
        List.of(
            command().setDisable(new DisableEndpoint("because")).build(),
            command().setEnable(new EnableEndpoint()).build(),
            command().setStartReplay(replay).build(),
            command().setCancelReplay(new CancelReplay("R1")).build());

    assertThat(run("webhook-commands", Topics.WEBHOOK_COMMANDS, commands))
        .containsKeys("taken", "a dead letter", "of a later release");
  }

  private static WebhookCommand.Builder command() {
    return WebhookCommand.newBuilder()
        .setCommandId("C1")
        .setEndpoint(LANE)
        .setClientId(Ledger.MERCHANT)
        .setSentAt(Ledger.START);
  }

  @Test
  void anyMerchant_shouldBeToldWhatItsEndpointsWant() {
    Merchant merchant =
        TestNotifier.merchant(
            endpoint(ENDPOINT).build(),
            endpoint(ENDPOINT.replace('E', 'F'))
                .setEventTypes(List.of("notifySubscription", "notifyPayment.SUCCESS"))
                .setOrdering(EndpointOrdering.STRICT)
                .setSchedule(EndpointSchedule.DAYS_3)
                .setRatePerSecond(5)
                .setShards(4)
                .build());
    // No lane has a name like that of its endpoint.
    Merchant nameless = TestNotifier.merchant(endpoint("").build());

    assertThat(Fuzz.ofRecords("merchants", List.of(merchant, nameless)).inputs(120).run(this::told))
        .containsKeys("told", "told nothing", "a dead letter");
  }

  private static Endpoint.Builder endpoint(String endpointId) {
    return Endpoint.newBuilder()
        .setEndpointId(endpointId)
        .setUrl(URL)
        .setAlsoOverridden(true)
        .setCreatedAt(Ledger.START);
  }

  private String told(byte[] input) throws IOException {
    if (++tried % TRIED_MAX == 0) {
      anew();
    }
    // Else one would be told while it is known to be ill.
    String id = "%024x".formatted(tried);
    Merchant merchant =
        Samples.read(Merchant.class, Fuzz.renamed(input, ENDPOINT.substring(1), id));
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    try {
      notifier.learns(merchant);
    } catch (UndecodableRecordException e) {
      assertThat(merchant.getClientId()).isNotEqualTo(Ledger.MERCHANT);
      return "unusable";
    }
    notifier.deliveries();
    Ledger known = new Ledger("S%040x".formatted(tried), URL);
    notifier.happens(
        known.created(true), known.approved(), known.periodStarted(1), known.chargeSucceeded(1));
    passes();

    assertThat(notifier.deadLetters(Topics.SUBSCRIPTION_EVENTS)).isEmpty();
    int letters = notifier.deadLetters(Topics.WEBHOOK_DELIVERIES).size();
    List<WebhookDelivery> made = notifier.deliveries();
    assertThat(made).anyMatch(it -> it.getEndpoint().equals(LANE));
    boolean isTold =
        made.stream()
            .anyMatch(it -> !it.getEndpoint().equals(LANE) && !it.getUrl().equals("mailto:"));
    String probe = "P" + id;
    notifier.has(endpoint(probe).build());
    probe();
    assertThat(notifier.taken())
        .anySatisfy(
            shipment -> {
              assertThat(shipment.subscriptionId()).isEqualTo("P" + tried);
              assertThat(shipment.endpointId()).contains(probe);
            });
    return letters > 0 ? "a dead letter" : isTold ? "told" : "told nothing";
  }

  private <V extends SpecificRecord> Map<String, Long> run(
      String name, TopicSpec<V> topic, List<V> right) {
    return Fuzz.ofRecords(name, right).inputs(100).run(input -> taken(topic, input));
  }

  private <V extends SpecificRecord> String taken(TopicSpec<V> topic, byte[] input)
      throws IOException {
    if (++tried % TRIED_MAX == 0) {
      anew();
    }
    String subscription = "S%040x".formatted(tried);
    V value = Samples.read(topic.valueType(), Fuzz.renamed(input, SUBSCRIPTION, subscription));
    Ledger known = new Ledger(subscription, URL);
    if (!topic.equals(Topics.SUBSCRIPTION_EVENTS) || tried % 2 == 0) {
      notifier.happens(known.created(true), known.approved());
    }
    try {
      notifier.write(topic, value);
      passes();
      probe();
    } catch (StreamsException e) {
      anew();
      if (String.valueOf(e.getCause()).contains("update the notifier")) {
        return "of a later release";
      }
      throw e;
    }
    return notifier.deadLetters(topic).isEmpty() ? "taken" : "a dead letter";
  }

  private void anew() throws IOException {
    notifier.close();
    start();
  }

  /** What it left behind falls due. */
  private void passes() {
    notifier.pass(Duration.ofMillis(200));
    notifier.pass(Duration.ofMinutes(3));
    notifier.inTheAir().forEach(shipment -> notifier.went(shipment, AttemptOutcome.FAILED));
    notifier.pass(Duration.ofDays(2));
  }

  /** Another subscription's events come through. */
  private void probe() {
    String url = "https://probe-" + tried + ".example/";
    Ledger probe = new Ledger("P" + tried, url);
    notifier.happens(probe.created(), probe.approved());
    assertThat(notifier.inTheAir())
        .anySatisfy(
            shipment -> {
              assertThat(shipment.lane()).contains("probe-" + tried + ".example");
              assertThat(shipment.subscriptionId()).isEqualTo("P" + tried);
            });
    notifier.inTheAir().forEach(shipment -> notifier.went(shipment, AttemptOutcome.ACKNOWLEDGED));
  }
}
