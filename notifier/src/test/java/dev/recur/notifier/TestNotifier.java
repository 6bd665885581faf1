package dev.recur.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.buyer.BuyerDirectory;
import dev.recur.notifier.delivery.DeliveryMeters;
import dev.recur.notifier.delivery.LaneMeters;
import dev.recur.notifier.delivery.Outbound;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.notifier.delivery.Shipment.Body;
import dev.recur.notifier.delivery.Surroundings;
import dev.recur.notifier.endpoint.MerchantEndpoints;
import dev.recur.notifier.notice.Mailing.Standing;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.Endpoint;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.avro.WebhookCommand;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.avro.WebhookEndpoint;
import dev.recur.schemas.kafka.TestDrivers;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.serde.RegistryOnLoopback;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The whole topology on the driver Kafka gives for tests. What it hands over is kept here, and the
 * test says how each attempt went. It can be restarted: stores stay, memory is gone.
 */
final class TestNotifier implements Outbound, AutoCloseable {

  static final int PER_ENDPOINT_MAX = 3;

  private static final List<String> STORES =
      List.of(
          "contexts",
          "pending-deliveries",
          "due-deliveries",
          "first-deliveries",
          "held-deliveries",
          "delivery-turns",
          "delivery-lanes",
          "fan-out-read-to",
          "delivery-read-to");

  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final RecordCodecs codecs;
  private final Path stateDir;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LaneMeters laneMeters = new LaneMeters(meters);
  private final MerchantEndpoints endpoints = new MerchantEndpoints();
  private BuyerDirectory buyers = BuyerDirectory.NO_MAIL;

  /** What lies on webhook.deliveries, by offset. */
  private final List<WebhookDelivery> topic = new ArrayList<>();

  private int deliveriesSeen;

  private record Piped(String topic, TestRecord<byte[], byte[]> record) {}

  /** What lies on the topics that are read. */
  private final List<Piped> piped = new ArrayList<>();

  private TopologyTestDriver driver;
  private Instant now = Ledger.START;

  private final List<Shipment> inTheAir = new ArrayList<>();
  private final List<Shipment> offered = new ArrayList<>();
  private final List<Shipment> taken = new ArrayList<>();
  private HandOver answer = HandOver.TAKEN;
  private final Map<String, HandOver> answers = new HashMap<>();

  TestNotifier(Path stateDir) {
    this.stateDir = stateDir;
    this.codecs =
        RecordCodecs.from(
            Map.of(
                "schema.registry.url",
                registry.url(),
                "auto.register.schemas",
                true,
                "max.retries",
                0));
    this.driver = start();
  }

  private TopologyTestDriver start() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, NotifierTopology.APPLICATION_ID);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    return new TopologyTestDriver(
        NotifierTopology.of(
            codecs,
            new Surroundings(
                endpoints,
                directory(),
                this,
                () -> new TestReplays(topic),
                new DeliveryMeters(meters),
                laneMeters,
                PER_ENDPOINT_MAX),
            meters),
        properties,
        now);
  }

  private BuyerDirectory directory() {
    return new BuyerDirectory() {
      @Override
      public boolean isMailSent() {
        return buyers.isMailSent();
      }

      @Override
      public Standing standing(String subscriptionId) {
        return buyers.standing(subscriptionId);
      }
    };
  }

  /** What is known of buyers, where e-mails are sent. */
  static BuyerDirectory mailTo(Function<String, Standing> known) {
    return new BuyerDirectory() {
      @Override
      public boolean isMailSent() {
        return true;
      }

      @Override
      public Standing standing(String subscriptionId) {
        return known.apply(subscriptionId);
      }
    };
  }

  /** The process dies and comes back: what is in the stores is all that is left. */
  void restart() {
    Map<String, List<KeyValue<Object, byte[]>>> kept = new HashMap<>();
    STORES.forEach(name -> kept.put(name, all(driver.getKeyValueStore(name))));
    record();
    TopologyTestDriver before = driver;
    before.close();
    inTheAir.clear();
    driver = start();
    TestDrivers.readOn(before, driver);
    kept.forEach(
        (name, entries) -> {
          KeyValueStore<Object, byte[]> store = driver.getKeyValueStore(name);
          entries.forEach(entry -> store.put(entry.key, entry.value));
        });
    pass(Duration.ofMillis(100));
  }

  private static List<KeyValue<Object, byte[]>> all(KeyValueStore<Object, byte[]> store) {
    List<KeyValue<Object, byte[]>> entries = new ArrayList<>();
    try (KeyValueIterator<Object, byte[]> all = store.all()) {
      all.forEachRemaining(entries::add);
    }
    return entries;
  }

  /** How many entries a store has. */
  int size(String store) {
    return all(driver.getKeyValueStore(store)).size();
  }

  /** Puts an entry into a store behind the topology's back. */
  void put(String store, byte[] key, byte... value) {
    driver.getKeyValueStore(store).put(Bytes.wrap(key), value);
  }

  /** Puts something in the place of what is known of a subscription. */
  void spoil(String subscriptionId, byte... context) {
    driver.<String, byte[]>getKeyValueStore("contexts").put(subscriptionId, context);
  }

  /** The names of the stores that have seen a write since somebody asked last. */
  List<String> written() {
    return STORES.stream().filter(store -> writes(store) > 0).toList();
  }

  /** How many writes a store has seen since somebody asked last. */
  int writes(String store) {
    return output("notifier-" + store + "-changelog").size();
  }

  void pass(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  Instant now() {
    return now;
  }

  void happens(SubscriptionEvent... events) {
    RecordCodec<SubscriptionEvent> codec = codecs.of(Topics.SUBSCRIPTION_EVENTS);
    for (SubscriptionEvent event : events) {
      pipe(Topics.SUBSCRIPTION_EVENTS, event.getSubscriptionId(), codec.encode(event));
    }
  }

  /** A record of one of the topics, under the key that it names. */
  <V extends SpecificRecord> void write(TopicSpec<V> spec, V value) {
    record();
    String name = spec.equals(Topics.SUBSCRIPTION_EVENTS) ? "subscriptionId" : "endpoint";
    Object key = value.get(value.getSchema().getField(name).pos());
    if (value instanceof WebhookDelivery delivery) {
      topic.add(delivery);
      deliveriesSeen++;
    }
    pipe(spec, String.valueOf(key), codecs.of(spec).encode(value));
  }

  void isToBeDelivered(WebhookDelivery delivery) {
    write(Topics.WEBHOOK_DELIVERIES, delivery);
  }

  /** What somebody wants of a lane. */
  void wants(String lane, UnaryOperator<WebhookCommand.Builder> what) {
    record();
    WebhookCommand command =
        what.apply(
                WebhookCommand.newBuilder()
                    .setCommandId("C1")
                    .setEndpoint(lane)
                    .setClientId(Ledger.MERCHANT)
                    .setSentAt(now))
            .build();
    pipe(Topics.WEBHOOK_COMMANDS, lane, codecs.of(Topics.WEBHOOK_COMMANDS).encode(command));
  }

  /** E-mails are sent from now on, and this is known of who is written to. */
  void knows(BuyerDirectory known) {
    buyers = known;
  }

  /** The merchant has these endpoints from now on. */
  void has(Endpoint... now) {
    learns(merchant(now));
  }

  static Merchant merchant(Endpoint... endpoints) {
    return Merchant.newBuilder()
        .setClientId(Ledger.MERCHANT)
        .setName("Shop")
        .setSandbox(true)
        .setKeys(List.of())
        .setPlatformKeys(List.of())
        .setPolicies(Policies.newBuilder().build())
        .setEndpoints(List.of(endpoints))
        .setCreatedAt(Ledger.START)
        .build();
  }

  /** What topic merchants says of the merchant from now on. */
  void learns(Merchant merchant) {
    endpoints.onRecord(new TopicRecord<>(Ledger.MERCHANT, merchant, 0, 0, 0, new RecordHeaders()));
  }

  void pipe(TopicSpec<?> topic, String key, byte[] value) {
    Piped one = new Piped(topic.name(), new TestRecord<>(key.getBytes(UTF_8), value, now));
    piped.add(one);
    pipe(one);
  }

  private void pipe(Piped one) {
    driver
        .createInputTopic(one.topic(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(one.record());
  }

  /** The broker has lost how far was read, and all comes again. */
  void readAgain() {
    record();
    inTheAir.clear();
    TestDrivers.loseOffsets(driver);
    piped.forEach(this::pipe);
  }

  /** The outcome of an attempt is read from its topic. */
  WebhookAttempt went(Shipment shipment, AttemptOutcome outcome) {
    inTheAir.remove(shipment);
    WebhookAttempt attempt = attempt(shipment, outcome).build();
    read(attempt);
    return attempt;
  }

  /** No answer came, for this reason. */
  void failed(Shipment shipment, String error) {
    inTheAir.remove(shipment);
    read(attempt(shipment, AttemptOutcome.FAILED).setError(error).build());
  }

  /** The receiver answered with this status, and perhaps asked to be left alone. */
  void answered(Shipment shipment, int status, @Nullable Instant retryAfter) {
    inTheAir.remove(shipment);
    read(
        attempt(shipment, AttemptOutcome.REFUSED)
            .setHttpStatus(status)
            .setRetryAfter(retryAfter)
            .build());
  }

  private WebhookAttempt.Builder attempt(Shipment shipment, AttemptOutcome outcome) {
    return WebhookAttempt.newBuilder()
        .setDeliveryId(shipment.deliveryId())
        .setEndpoint(shipment.lane())
        .setClientId(shipment.clientId())
        .setSubscriptionId(shipment.subscriptionId())
        .setSequence(shipment.sequence())
        .setAttempt(shipment.attempt())
        .setStartedAt(now)
        .setDurationMs(5)
        .setOutcome(outcome);
  }

  void read(WebhookAttempt attempt) {
    pipe(
        Topics.WEBHOOK_ATTEMPTS,
        attempt.getEndpoint(),
        codecs.of(Topics.WEBHOOK_ATTEMPTS).encode(attempt));
  }

  /** The next offers to this endpoint are answered like this. */
  void answer(String endpoint, HandOver next) {
    answers.put(endpoint, next);
  }

  /** The next offers are answered like this, whoever they are for. */
  void answer(HandOver next) {
    answer = next;
  }

  /** What was handed over and has no outcome yet, oldest first. */
  List<Shipment> inTheAir() {
    return List.copyOf(inTheAir);
  }

  /** Every offer since the start, taken or not. */
  List<Shipment> offered() {
    return List.copyOf(offered);
  }

  /** What was taken since the start, in this order. */
  List<Shipment> taken() {
    return List.copyOf(taken);
  }

  Shipment onlyInTheAir() {
    if (inTheAir.size() != 1) {
      throw new AssertionError("Not one but " + inTheAir);
    }
    return inTheAir.getFirst();
  }

  List<TestRecord<byte[], byte[]>> deadLetters(TopicSpec<?> topic) {
    return driver
        .createOutputTopic(
            topic.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** What came to webhook.deliveries since somebody asked last, or wrote to it himself. */
  List<WebhookDelivery> deliveries() {
    record();
    List<WebhookDelivery> fresh = List.copyOf(topic.subList(deliveriesSeen, topic.size()));
    deliveriesSeen = topic.size();
    return fresh;
  }

  private void record() {
    RecordCodec<WebhookDelivery> codec = codecs.of(Topics.WEBHOOK_DELIVERIES);
    for (TestRecord<byte[], byte[]> record : output(Topics.WEBHOOK_DELIVERIES)) {
      topic.add(codec.decode(record.value()));
      piped.add(new Piped(Topics.WEBHOOK_DELIVERIES.name(), record));
    }
  }

  /** What was told of lanes since somebody asked last. */
  List<WebhookEndpoint> states() {
    RecordCodec<WebhookEndpoint> codec = codecs.of(Topics.WEBHOOK_ENDPOINTS);
    return output(Topics.WEBHOOK_ENDPOINTS).stream()
        .map(record -> codec.decode(record.value()))
        .toList();
  }

  private List<TestRecord<byte[], byte[]>> output(TopicSpec<?> spec) {
    return output(spec.name());
  }

  private List<TestRecord<byte[], byte[]>> output(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** What a shipment posts: what it carries, else what lies at its offset. */
  String body(Shipment shipment) {
    record();
    return new String(
        shipment.body().orElseGet(() -> Body.of(topic.get((int) shipment.offset()))).bytes(),
        UTF_8);
  }

  /** Everything that is pending, wherever it lies. */
  int pending() {
    return size("pending-deliveries") + size("first-deliveries");
  }

  /** True when no index has anything. */
  boolean isQuiet() {
    return pending() == 0 && size("due-deliveries") == 0 && size("held-deliveries") == 0;
  }

  LaneMeters lanes() {
    return laneMeters;
  }

  double counted(String name) {
    return meters.get(name).counter().count();
  }

  long timed(String name) {
    return meters.get(name).timer().count();
  }

  RegistryOnLoopback registry() {
    return registry;
  }

  @Override
  public HandOver offer(Shipment shipment) {
    offered.add(shipment);
    HandOver given = answers.getOrDefault(shipment.lane(), answer);
    if (given == HandOver.TAKEN) {
      if (inTheAir.stream().anyMatch(it -> isSame(it, shipment))) {
        throw new AssertionError("In the air twice: " + shipment);
      }
      taken.add(shipment);
      inTheAir.add(shipment);
    }
    return given;
  }

  private static boolean isSame(Shipment one, Shipment other) {
    return one.lane().equals(other.lane())
        && one.deliveryId().equals(other.deliveryId())
        && one.attempt() == other.attempt();
  }

  @Override
  public void close() {
    driver.close();
    codecs.close();
    registry.close();
  }
}
