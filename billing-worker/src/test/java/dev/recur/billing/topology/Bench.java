package dev.recur.billing.topology;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.billing.clock.LiveTime;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.State;
import dev.recur.schemas.avro.Actor;
import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.CancelSubscription;
import dev.recur.schemas.avro.CancellationType;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.file.MemoryTempDir;
import dev.recur.schemas.fuzz.TopologyNames;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.schemas.kafka.TestDrivers;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.serde.RegistryOnLoopback;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The real topology on Kafka Streams' test driver, with one partition, and words to play it with.
 */
final class Bench implements AutoCloseable {
  static final String CLIENT = "SANDBOX_1";
  private static final int PARTITIONS = 1;

  /** One for all: what it knows never changes, and to ask for it takes longer than most tests. */
  private static final RegistryOnLoopback REGISTRY = new RegistryOnLoopback();

  private static final RecordCodecs CODECS =
      RecordCodecs.from(
          Map.of("schema.registry.url", REGISTRY.url(), "auto.register.schemas", "true"));

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Path stateDir;
  private final TopologyTestDriver driver;
  private Instant now;
  private int commands;

  /** True while more commands lie before the worker than it was given. */
  private boolean moreIsLeft;

  /** Offset of the last command that is to be read again. */
  private int lastCommand = -1;

  Bench(String start) {
    this(start, LiveTime.AS_TOLD);
  }

  /** One whose worker does not believe every clock. */
  Bench(String start, LiveTime liveTime) {
    now = Instant.parse(start);
    try {
      stateDir = MemoryTempDir.create("bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, BillingTopology.APPLICATION_ID);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    driver =
        new TopologyTestDriver(
            BillingTopology.build(
                BillingCodecs.of(CODECS),
                PARTITIONS,
                liveTime,
                (topic, _, taken) ->
                    (moreIsLeft || taken < lastCommand)
                            && topic.equals(Topics.SUBSCRIPTION_COMMANDS.name())
                        ? Optional.empty()
                        : Optional.of(Duration.ZERO),
                new BillingMetrics(meters)),
            properties,
            now);
  }

  /** The graph, in words. */
  static String describe() {
    return described().toString();
  }

  /** Every topic that is read. */
  static Set<String> sourceTopics() {
    return TopologyNames.sourceTopics(described());
  }

  /** Every store. */
  static Set<String> storeNames() {
    return TopologyNames.stores(described());
  }

  private static TopologyDescription described() {
    return BillingTopology.build(
            BillingCodecs.of(CODECS),
            PARTITIONS,
            LiveTime.AS_TOLD,
            Unread.NOTHING,
            new BillingMetrics(new SimpleMeterRegistry()))
        .describe();
  }

  static CreateSubscription.Builder monthly(String requestId, Instant start) {
    return CreateSubscription.newBuilder()
        .setSubscriptionRequestId(requestId)
        .setDescription("Membership")
        .setRedirectUrl("https://shop.example/back")
        .setStartTime(start)
        .setZone("+08:00")
        .setPeriodRule(new PeriodRule(PeriodUnit.MONTH, 1))
        .setPaymentMethod(new PaymentMethod("GCASH", null))
        .setSubscriptionNotificationUrl("https://shop.example/subscription")
        .setPaymentAmount(new Money(1999L, "USD"))
        .setSandbox(true)
        .setPolicies(Policies.newBuilder().build());
  }

  static String idOf(String requestId) {
    return Identity.subscriptionId(Origin.CREATE, CLIENT, requestId);
  }

  BillingCodecs codecs() {
    return BillingCodecs.of(CODECS);
  }

  /** Decides its ledger again, from nothing. */
  DecidedAgain decidingAgain() {
    return new DecidedAgain(CODECS);
  }

  void create(CreateSubscription create) {
    command(create.getSubscriptionRequestId(), c -> c.setCreate(create));
  }

  void approve(String requestId) {
    command(requestId, c -> c.setApprove(new ApproveSubscription(null, null)));
  }

  void cancel(String requestId, CancellationType type) {
    command(requestId, c -> c.setCancel(new CancelSubscription(type)));
  }

  void command(String requestId, Consumer<SubscriptionCommand.Builder> what) {
    SubscriptionCommand.Builder command = commandOf(requestId).setCommandId("c-" + ++commands);
    what.accept(command);
    write(Topics.SUBSCRIPTION_COMMANDS, idOf(requestId), command.build());
  }

  /** A command that asks for nothing yet. */
  static SubscriptionCommand.Builder commandOf(String requestId) {
    return SubscriptionCommand.newBuilder()
        .setCommandId("c-0")
        .setClientId(CLIENT)
        .setSubscriptionId(idOf(requestId))
        .setActor(Actor.MERCHANT);
  }

  void tick(String clock, Instant to) {
    write(Topics.CLOCK_TICKS, clock, new ClockTick(clock, to, false));
  }

  /** A test clock jumps, as after an outage. */
  void jump(String clock, Instant to) {
    write(Topics.CLOCK_TICKS, clock, new ClockTick(clock, to, true));
  }

  /** What is written by this bears an earlier time than now, at which it is read. */
  void recordedAt(Instant recordedAt, Runnable writes) {
    Instant passed = now;
    now = recordedAt;
    writes.run();
    now = passed;
  }

  /** The channel's answer to a request. */
  void answer(ChargeRequest request, ChargeOutcome outcome) {
    write(
        Topics.CHARGE_RESULTS,
        request.getSubscriptionId(),
        ChargeResult.newBuilder()
            .setKey(request.getKey())
            .setSubscriptionId(request.getSubscriptionId())
            .setPaymentId(request.getPaymentId())
            .setOperation(request.getOperation())
            .setInquiry(request.getInquiry())
            .setOutcome(outcome)
            .setAnsweredAt(now)
            .build());
  }

  /** Answers every request until none is left; returns all that were asked. */
  List<ChargeRequest> settleAll(ChargeOutcome outcome) {
    List<ChargeRequest> all = new java.util.ArrayList<>();
    for (List<ChargeRequest> asked = requests(); !asked.isEmpty(); asked = requests()) {
      all.addAll(asked);
      asked.forEach(request -> answer(request, outcome));
    }
    return all;
  }

  <V extends SpecificRecord> void write(TopicSpec<V> topic, String key, V value) {
    writeBytes(topic.name(), key.getBytes(UTF_8), CODECS.of(topic).encode(value));
  }

  void writeBytes(String topic, byte[] key, byte[] value) {
    TestInputTopic<byte[], byte[]> input =
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    input.pipeInput(new TestRecord<>(key, value, now));
  }

  void passTime(Duration duration) {
    now = now.plus(duration);
    driver.advanceWallClockTime(duration);
  }

  /** More commands than it was given lie before the worker, or not any more. */
  void moreIsLeft(boolean is) {
    moreIsLeft = is;
  }

  /** The process begins its task anew. */
  void beginTaskAnew() {
    TestDrivers.beginTaskAnew(driver);
  }

  /** The broker has lost how far the worker had read: what is written next lies where it began. */
  void loseOffsets() {
    lastCommand = commands - 1;
    TestDrivers.loseOffsets(driver);
  }

  Instant now() {
    return now;
  }

  List<SubscriptionEvent> events() {
    return read(Topics.SUBSCRIPTION_EVENTS);
  }

  List<SubscriptionSnapshot> snapshots() {
    return read(Topics.SUBSCRIPTION_SNAPSHOTS);
  }

  List<ChargeRequest> requests() {
    return read(Topics.CHARGE_REQUESTS);
  }

  List<CommandReply> replies() {
    return read(Topics.COMMAND_REPLIES);
  }

  List<TestRecord<byte[], byte[]>> deadLetters(TopicSpec<?> topic) {
    return raw(topic.deadLetters());
  }

  <V extends SpecificRecord> byte[] encode(TopicSpec<V> topic, V value) {
    return CODECS.of(topic).encode(value);
  }

  /** What an operator sees of how many subscriptions are set aside. */
  double setAside() {
    return meters.get("recur.billing.set.aside").gauge().value();
  }

  /** The stores themselves. */
  SubscriptionStores stores() {
    return new SubscriptionStores(
        driver.getKeyValueStore(BillingTopology.SUBSCRIPTIONS_STORE),
        driver.getKeyValueStore(BillingTopology.PAYMENTS_STORE),
        driver.getKeyValueStore(BillingTopology.REQUESTS_STORE),
        new DueIndex(driver.getKeyValueStore(BillingTopology.DUE_STORE)),
        new WaitingIndex(driver.getKeyValueStore(BillingTopology.WAITING_STORE)));
  }

  /** One of the stores, as the worker writes it. */
  <K> KeyValueStore<K, byte[]> store(String name) {
    return driver.getKeyValueStore(name);
  }

  /** Bytes of every store, to compare two runs. */
  byte[] subscription(String requestId) {
    return (byte[])
        driver.getKeyValueStore(BillingTopology.SUBSCRIPTIONS_STORE).get(idOf(requestId));
  }

  /** Puts a subscription into the due index under another time, as another release might have. */
  void misfile(String requestId, Instant dueAt) {
    var subscriptions =
        driver.<String, byte[]>getKeyValueStore(BillingTopology.SUBSCRIPTIONS_STORE);
    var due = new DueIndex(driver.getKeyValueStore(BillingTopology.DUE_STORE));
    StateCodec.Stored stored = StateCodec.decode(subscriptions.get(idOf(requestId)));
    State.Existing state = (State.Existing) stored.state();
    ClockId clock = state.head().terms().clock();
    due.remove(new DueKey(clock, stored.dueAt().orElseThrow(), idOf(requestId)));
    due.put(new DueKey(clock, dueAt, idOf(requestId)));
    subscriptions.put(idOf(requestId), StateCodec.encode(state, Optional.of(dueAt)));
  }

  /** What an operator's counter has come to. */
  double counted(String counter) {
    return meters.get(counter).counter().count();
  }

  long dueEntries() {
    long count = 0;
    try (var all = driver.getKeyValueStore(BillingTopology.DUE_STORE).all()) {
      while (all.hasNext()) {
        all.next();
        count++;
      }
    }
    return count;
  }

  /**
   * Everything that was written and is kept, byte by byte: what topics were not read yet, dead
   * letters with their headers, and the stores.
   */
  String everything() {
    StringBuilder all = new StringBuilder();
    for (TopicSpec<?> topic : Topics.all()) {
      for (String name : List.of(topic.name(), topic.deadLetters())) {
        for (TestRecord<byte[], byte[]> record : raw(name)) {
          all.append(name).append(text(record.key())).append(text(record.value()));
          record.headers().forEach(header -> all.append(text(header.value())));
        }
      }
    }
    for (StateStore store : driver.getAllStateStores().values()) {
      try (var entries = ((KeyValueStore<?, ?>) store).all()) {
        while (entries.hasNext()) {
          var entry = entries.next();
          all.append(store.name()).append(text(entry.key)).append(text(entry.value));
        }
      }
    }
    return all.toString();
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case byte[] bytes -> new String(bytes, ISO_8859_1);
      case Bytes bytes -> text(bytes.get());
      default -> value.toString();
    };
  }

  private <V extends SpecificRecord> List<V> read(TopicSpec<V> topic) {
    return raw(topic.name()).stream()
        .map(record -> CODECS.of(topic).decode(record.value()))
        .toList();
  }

  private List<TestRecord<byte[], byte[]>> raw(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  @Override
  public void close() {
    driver.close();
    try {
      // The driver leaves it empty.
      Files.delete(stateDir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
