package dev.recur.notifier.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.audit.AuditMeters.ClockKind;
import dev.recur.notifier.audit.rules.Finding;
import dev.recur.notifier.audit.rules.Watch;
import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeRequested;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.ChargeSucceeded;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodStarted;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.Purpose;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.SubscriptionApproved;
import dev.recur.schemas.avro.SubscriptionCreated;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.kafka.TestDrivers;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.serde.RegistryOnLoopback;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The audit's topology on the test driver, with one monthly subscription's records to send. */
final class AuditBench implements AutoCloseable {

  static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  static final Duration LEAD = Duration.ofMinutes(1435);

  /** Few are at hand. */
  static final int ROOM_BYTES = 4 * 1024;

  static final String ID = "S" + "1".repeat(40);
  private static final Money PRICE = new Money(19_900L, "PHP");

  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final RecordCodecs codecs;
  private final Path stateDir;
  private final SimpleMeterRegistry meterRegistry = new SimpleMeterRegistry();
  private AuditMeters meters = new AuditMeters(meterRegistry);
  private TopologyTestDriver driver;
  private Instant now = START;

  /** What the stores had when the last process ended. */
  private final Map<String, List<KeyValue<Object, Object>>> kept = new HashMap<>();

  private String id = ID;
  private long sequence;

  private record Sent(String topic, TestRecord<byte[], byte[]> record) {}

  /** Every record so far, of all topics. */
  private final List<Sent> sent = new ArrayList<>();

  /** Every event so far. */
  private final List<SubscriptionEvent> ledger = new ArrayList<>();

  AuditBench(Path stateDir) {
    this.stateDir = stateDir;
    this.codecs =
        RecordCodecs.from(
            Map.of("schema.registry.url", registry.url(), "auto.register.schemas", true));
    this.driver = start();
  }

  private TopologyTestDriver start() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, AuditTopology.APPLICATION_ID);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    return new TopologyTestDriver(
        AuditTopology.of(
            codecs,
            new AuditSettings(Duration.ofMinutes(5), Duration.ofHours(24)),
            meters,
            new ShelfRoom(ROOM_BYTES),
            this::store),
        properties,
        now);
  }

  /** A store that has what the last process left, before anybody looks into it. */
  private KeyValueBytesStoreSupplier store(String name) {
    KeyValueBytesStoreSupplier empty = Stores.inMemoryKeyValueStore(name);
    return new KeyValueBytesStoreSupplier() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public KeyValueStore<Bytes, byte[]> get() {
        KeyValueStore<Bytes, byte[]> store = empty.get();
        kept.getOrDefault(name, List.of())
            .forEach(entry -> store.put(Bytes.wrap(bytes(entry.key)), bytes(entry.value)));
        return store;
      }

      @Override
      public String metricsScope() {
        return empty.metricsScope();
      }
    };
  }

  private static byte[] bytes(Object stored) {
    return switch (stored) {
      case Bytes bytes -> bytes.get();
      case byte[] bytes -> bytes;
      case String text -> text.getBytes(UTF_8);
      case Long number -> ByteBuffer.allocate(Long.BYTES).putLong(number).array();
      default -> throw new IllegalArgumentException("Nothing of this kind is stored: " + stored);
    };
  }

  /** A new process: stores stay, memory is gone. What is sent from now on has offsets from 0. */
  void restart() {
    for (String name :
        List.of(
            AuditTopology.BOOKS,
            AuditTopology.WATCHES,
            AuditTopology.CLOCKS,
            AuditTopology.FINDINGS,
            AuditTopology.READ_TO)) {
      kept.put(name, all(driver.getKeyValueStore(name)));
    }
    driver.close();
    meters = new AuditMeters(new SimpleMeterRegistry());
    driver = start();
    pass(Duration.ofSeconds(10));
  }

  /** The same process begins its task anew. */
  void beginTaskAnew() {
    TestDrivers.beginTaskAnew(driver);
  }

  private static List<KeyValue<Object, Object>> all(KeyValueStore<Object, Object> store) {
    List<KeyValue<Object, Object>> entries = new ArrayList<>();
    try (KeyValueIterator<Object, Object> all = store.all()) {
      all.forEachRemaining(entries::add);
    }
    return entries;
  }

  void pass(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  void passUntil(Instant time) {
    pass(Duration.between(now, time));
  }

  Instant startOf(int period) {
    return START.atOffset(ZoneOffset.UTC).plusMonths(period - 1L).toInstant();
  }

  SubscriptionEvent.Builder event(Instant at) {
    return SubscriptionEvent.newBuilder()
        .setSubscriptionId(id)
        .setClientId("SANDBOX_M1")
        .setSequence(++sequence)
        .setAt(at);
  }

  /** From now on it is about another subscription, of which nothing has happened yet. */
  void another(String subscriptionId) {
    id = subscriptionId;
    sequence = 0;
  }

  List<SubscriptionEvent> ledger() {
    return List.copyOf(ledger);
  }

  void happens(SubscriptionEvent event) {
    ledger.add(event);
    pipe(Topics.SUBSCRIPTION_EVENTS, event);
  }

  /** Born and agreed to, its first period begun. */
  void begins(@Nullable String clock) {
    CreateSubscription terms =
        CreateSubscription.newBuilder()
            .setSubscriptionRequestId("order-1")
            .setDescription("Coffee")
            .setRedirectUrl("https://shop.example/back")
            .setStartTime(START)
            .setZone("Z")
            .setExpiryTime(START.plus(Duration.ofMinutes(30)))
            .setTestClockId(clock)
            .setPeriodRule(new PeriodRule(PeriodUnit.MONTH, 1))
            .setPaymentMethod(PaymentMethod.newBuilder().setType("GCASH").build())
            .setSubscriptionNotificationUrl("https://shop.example/hooks")
            .setPaymentAmount(PRICE)
            .setPolicies(Policies.newBuilder().build())
            .build();
    happens(event(START).setCreated(new SubscriptionCreated(terms)).build());
    happens(
        event(START)
            .setApproved(
                new SubscriptionApproved(PaymentMethod.newBuilder().setType("GCASH").build()))
            .build());
    started(1);
  }

  void started(int period) {
    happens(
        event(startOf(period))
            .setPeriodStarted(new PeriodStarted(period, startOf(period), startOf(period + 1)))
            .build());
  }

  void asked(int period, Instant at) {
    happens(
        event(at)
            .setChargeRequested(new ChargeRequested(payment(period), 1, at.plus(LEAD)))
            .build());
  }

  void requested(int period, long amountMinor) {
    pipe(Topics.CHARGE_REQUESTS, request(period, amountMinor));
  }

  ChargeRequest request(int period, long amountMinor) {
    return ChargeRequest.newBuilder()
        .setKey(id + "P" + period + "/1")
        .setSubscriptionId(id)
        .setClientId("SANDBOX_M1")
        .setPaymentId(id + "P" + period)
        .setAttempt(1)
        .setOperation(ChannelOperation.CHARGE)
        .setPurpose(purpose(period))
        .setAmount(new Money(amountMinor, PRICE.getCurrency()))
        .setPaymentMethod(PaymentMethod.newBuilder().setType("GCASH").build())
        .setAt(now)
        .setPresentUntil(now)
        .build();
  }

  void answered(int period) {
    pipe(Topics.CHARGE_RESULTS, result(period));
  }

  ChargeResult result(int period) {
    return ChargeResult.newBuilder()
        .setKey(id + "P" + period + "/1")
        .setSubscriptionId(id)
        .setPaymentId(id + "P" + period)
        .setOperation(ChannelOperation.CHARGE)
        .setOutcome(ChargeOutcome.SUCCEEDED)
        .setAnsweredAt(now)
        .build();
  }

  void paid(int period, Instant at) {
    happens(
        event(at)
            .setChargeSucceeded(new ChargeSucceeded(payment(period), 1, "GCASH", null))
            .build());
  }

  /** A whole charge, in ledger and topics. */
  void charged(int period, Instant at) {
    asked(period, at);
    requested(period, PRICE.getAmountMinor());
    answered(period);
    paid(period, at);
  }

  void tick(String clock, Instant to) {
    tickUnder(clock, clock, to);
  }

  /** A tick in a record of another key. */
  void tickUnder(String key, String clock, Instant to) {
    TopicSpec<ClockTick> topic = Topics.CLOCK_TICKS;
    pipe(topic, key, codecs.of(topic).encode(new ClockTick(clock, to, false)));
  }

  private PaymentFacts payment(int period) {
    return new PaymentFacts(
        id + "P" + period,
        purpose(period),
        PRICE,
        startOf(period),
        startOf(period),
        startOf(period + 1),
        period);
  }

  private static Purpose purpose(int period) {
    return Purpose.newBuilder().setKind(PurposeKind.PERIOD).setPeriod(period).build();
  }

  <V extends SpecificRecord> void pipe(TopicSpec<V> topic, V value) {
    String key = value instanceof ClockTick tick ? tick.getTestClockId() : id;
    pipe(topic, key, codecs.of(topic).encode(value));
  }

  @Nullable Object get(String store, Object key) {
    return driver.<Object, Object>getKeyValueStore(store).get(key);
  }

  /** All keys and values of a store, to be compared. */
  List<String> entries(String store) {
    return all(driver.getKeyValueStore(store)).stream()
        .map(entry -> entry.key + " " + new String(bytes(entry.value), ISO_8859_1))
        .toList();
  }

  /** What lies in a store is something else. */
  <K, V> void put(String store, K key, V value) {
    driver.<K, V>getKeyValueStore(store).put(key, value);
  }

  void pipe(TopicSpec<?> topic, byte[] value) {
    pipe(topic, id, value);
  }

  private void pipe(TopicSpec<?> topic, String key, byte[] value) {
    Sent one = new Sent(topic.name(), new TestRecord<>(key.getBytes(UTF_8), value, now));
    sent.add(one);
    pipe(one);
  }

  private void pipe(Sent one) {
    driver
        .createInputTopic(one.topic(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(one.record());
  }

  /** A new process that begins at the first record of each topic, though its stores stay. */
  void restartAtTheFirstRecord() {
    restart();
    sent.forEach(this::pipe);
  }

  long late(Watch.Kind kind, ClockKind clock) {
    return meters.late(kind, clock).count();
  }

  Duration oldest(Watch.Kind kind, ClockKind clock) {
    return meters.late(kind, clock).oldest();
  }

  long findings(Finding.Kind kind) {
    return meters.findings(kind);
  }

  long findings() {
    return List.of(Finding.Kind.values()).stream().mapToLong(meters::findings).sum();
  }

  AuditMeters meters() {
    return meters;
  }

  /** What is shown as numbers, as those see it who ask. */
  DoubleStream shown() {
    return meterRegistry.getMeters().stream()
        .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
        .mapToDouble(Measurement::getValue);
  }

  double unreadable(TopicSpec<?> topic) {
    return meterRegistry.counter("recur.audit.unreadable", "topic", topic.name()).count();
  }

  @Override
  public void close() {
    driver.close();
    codecs.close();
    registry.close();
  }
}
