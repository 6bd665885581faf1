package dev.recur.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.delivery.DeliveryMeters;
import dev.recur.notifier.delivery.Outbound;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.avro.WebhookDelivery;
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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The whole topology on the driver Kafka gives for tests. What it hands over is kept here, and the
 * test says how each attempt went. It can be restarted: stores stay, memory is gone.
 */
final class TestNotifier implements Outbound, AutoCloseable {

  static final int PER_ENDPOINT_MAX = 3;

  private static final List<String> STORES =
      List.of("contexts", "pending-deliveries", "due-deliveries", "delivery-turns");

  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final RecordCodecs codecs;
  private final Path stateDir;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TopologyTestDriver driver;
  private Instant now = Ledger.START;

  private final List<Shipment> inTheAir = new ArrayList<>();
  private final List<Shipment> offered = new ArrayList<>();
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
        NotifierTopology.of(codecs, this, new DeliveryMeters(meters), PER_ENDPOINT_MAX),
        properties,
        now);
  }

  /** The process dies and comes back: what is in the stores is all that is left. */
  void restart() {
    Map<String, List<KeyValue<Object, byte[]>>> kept = new HashMap<>();
    STORES.forEach(name -> kept.put(name, all(driver.getKeyValueStore(name))));
    driver.close();
    inTheAir.clear();
    driver = start();
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

  void isToBeDelivered(WebhookDelivery delivery) {
    pipe(
        Topics.WEBHOOK_DELIVERIES,
        delivery.getEndpoint(),
        codecs.of(Topics.WEBHOOK_DELIVERIES).encode(delivery));
  }

  void pipe(TopicSpec<?> topic, String key, byte[] value) {
    TestInputTopic<byte[], byte[]> input =
        driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
    input.pipeInput(key.getBytes(UTF_8), value, now);
  }

  /** The outcome of an attempt is read from its topic. */
  WebhookAttempt went(Shipment shipment, AttemptOutcome outcome) {
    inTheAir.remove(shipment);
    WebhookAttempt attempt =
        WebhookAttempt.newBuilder()
            .setDeliveryId(shipment.deliveryId())
            .setEndpoint(shipment.lane())
            .setClientId(shipment.clientId())
            .setSubscriptionId(shipment.subscriptionId())
            .setSequence(shipment.sequence())
            .setAttempt(shipment.attempt())
            .setStartedAt(now)
            .setDurationMs(5)
            .setOutcome(outcome)
            .build();
    read(attempt);
    return attempt;
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

  List<WebhookDelivery> deliveries() {
    RecordCodec<WebhookDelivery> codec = codecs.of(Topics.WEBHOOK_DELIVERIES);
    return driver
        .createOutputTopic(
            Topics.WEBHOOK_DELIVERIES.name(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())
        .readRecordsToList()
        .stream()
        .map(record -> codec.decode(record.value()))
        .toList();
  }

  RegistryOnLoopback registry() {
    return registry;
  }

  double exhausted() {
    return meters.get("recur.notifier.deliveries.exhausted").counter().count();
  }

  @Override
  public HandOver offer(Shipment shipment) {
    offered.add(shipment);
    HandOver given = answers.getOrDefault(shipment.lane(), answer);
    if (given == HandOver.TAKEN) {
      inTheAir.add(shipment);
    }
    return given;
  }

  @Override
  public void close() {
    driver.close();
    codecs.close();
    registry.close();
  }
}
