package dev.recur.systemtests.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.recur.local.channel.SandboxChannel;
import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.Installation;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.LocalKafka;
import dev.recur.local.process.Ports;
import dev.recur.local.process.Readiness;
import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.CommandReply;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.ResultStatus;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import dev.recur.systemtests.expect.Charge;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.PublishedIds;
import dev.recur.systemtests.expect.Purpose;
import dev.recur.systemtests.stack.ChannelGate;
import dev.recur.systemtests.stack.Http;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A sandbox channel behind a gate beside a broker and a registry, and hands for commands and ticks.
 */
final class WorkersOnKafka implements AutoCloseable {

  static final int PARTITIONS = LocalKafka.SUBSCRIPTION_PARTITIONS;
  private static final String CLIENT = "SANDBOX_UPSTREAM";
  private static final Duration DONE_WITHIN = Duration.ofMinutes(2);

  private final Path directory;
  private final LocalKafka kafka;
  private final SandboxChannel channel;
  private final ChannelGate gate;
  private final RecordCodecs codecs;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> replies;
  private final Set<String> succeeded = new HashSet<>();
  private final Map<String, List<Integer>> reached = new HashMap<>();

  WorkersOnKafka(LocalKafka kafka, Path directory) throws IOException {
    this.directory = directory;
    this.kafka = kafka;
    channel = SandboxChannel.start(SandboxChannel.Settings.onFreePort(directory.resolve("ledger")));
    gate = ChannelGate.open();
    gate.leadTo(URI.create(channel.url()));
    KafkaSettings settings =
        KafkaSettings.of(
            kafka.bootstrapServers(),
            kafka.registryUrl(),
            PARTITIONS,
            (short) 1,
            directory.resolve("unused"));
    codecs = RecordCodecs.from(settings.serde());
    producer = ByteClients.producer(settings.producer());
    replies = ByteClients.consumer(settings.consumer());
    List<TopicPartition> all = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      all.add(new TopicPartition(Topics.COMMAND_REPLIES.name(), partition));
    }
    replies.assign(all);
    replies.seekToBeginning(all);
  }

  ChannelGate gate() {
    return gate;
  }

  LocalKafka kafka() {
    return kafka;
  }

  /** Where a worker keeps its stores. */
  Path stateDir(String worker) {
    return directory.resolve(worker).resolve("state");
  }

  Path logFile(String worker) {
    return directory.resolve(worker).resolve("worker.log");
  }

  /** A worker's process, to be started. */
  ChildSpec worker(String name, Map<String, String> more) {
    int port = Ports.free();
    Map<String, String> environment = new HashMap<>(kafka.environment());
    environment.put("RECUR_KAFKA_STATE_DIR", stateDir(name).toString());
    // As a pod has it: one that is started anew takes its partitions back at once.
    environment.put("RECUR_KAFKA_INSTANCE_ID", name);
    environment.put("RECUR_KAFKA_SESSION_TIMEOUT_MS", "6000");
    environment.put("RECUR_KAFKA_TRANSACTION_TIMEOUT_MS", "6000");
    environment.put("RECUR_CHANNEL_URL", gate.url());
    environment.put("MICRONAUT_SERVER_PORT", Integer.toString(port));
    environment.putAll(more);
    return new ChildSpec(
        name,
        JavaCommand.withHeap(192)
            .main(
                Installation.find().classPath("billing-worker", "recur-billing-worker"),
                "dev.recur.billing.Main",
                List.of()),
        environment,
        directory.resolve(name),
        logFile(name),
        Readiness.httpOk(URI.create("http://127.0.0.1:" + port + "/health/readiness")));
  }

  String subscriptionId(Offer offer) {
    return PublishedIds.subscription(CLIENT, offer.requestId());
  }

  static String client() {
    return CLIENT;
  }

  /** Creates and approves; returns when both are answered. */
  void subscribe(List<Offer> offers, String testClockId) {
    List<String> commands = new ArrayList<>();
    for (Offer offer : offers) {
      commands.add(send(offer, "create", command -> command.setCreate(terms(offer, testClockId))));
      commands.add(
          send(
              offer,
              "approve",
              command -> command.setApprove(new ApproveSubscription(null, null))));
    }
    await("answers to " + commands.size() + " commands")
        .atMost(DONE_WITHIN)
        .until(() -> read().succeeded.containsAll(commands));
  }

  /** Sends a clock on; nobody is waited for. */
  void tick(String testClockId, OffsetDateTime to) {
    byte[] value =
        codecs.of(Topics.CLOCK_TICKS).encode(new ClockTick(testClockId, to.toInstant(), false));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  Topics.CLOCK_TICKS.name(), partition, testClockId.getBytes(UTF_8), value));
    }
    producer.flush();
  }

  /** The partitions that said they reached a clock's target. */
  SortedSet<Integer> reached(String testClockId, OffsetDateTime target) {
    return new TreeSet<>(saidReached(testClockId, target));
  }

  /** How often it was said that a clock's target is reached, on whatever partition. */
  int answers(String testClockId, OffsetDateTime target) {
    return saidReached(testClockId, target).size();
  }

  private List<Integer> saidReached(String testClockId, OffsetDateTime target) {
    return read().reached.getOrDefault(testClockId + "@" + target.toInstant(), List.of());
  }

  /** Returns when every partition has said it. */
  void awaitReached(String testClockId, OffsetDateTime target) {
    await("reached " + target + " on every partition")
        .atMost(DONE_WITHIN)
        .until(() -> reached(testClockId, target).size() == PARTITIONS);
  }

  /** The ledger of the channel. */
  List<Charge> charges() throws IOException {
    List<Charge> charges = new ArrayList<>();
    for (var line : Http.getJson(URI.create(channel.url() + "/ledger"))) {
      charges.add(
          new Charge(
              line.required("key").asText(),
              line.required("operation").asText(),
              new Purpose(
                  line.required("subscriptionId").asText(),
                  line.required("purpose").asText(),
                  line.required("period").asInt()),
              line.required("paymentId").asText(),
              line.required("amountMinor").asLong(),
              line.required("currency").asText(),
              line.required("outcome").asText(),
              Instant.parse(line.required("at").asText())));
    }
    return charges;
  }

  private interface Wish {
    void into(SubscriptionCommand.Builder command);
  }

  private String send(Offer offer, String what, Wish wish) {
    String subscriptionId = subscriptionId(offer);
    String commandId = what + "-" + offer.requestId();
    SubscriptionCommand.Builder command =
        SubscriptionCommand.newBuilder()
            .setCommandId(commandId)
            .setClientId(CLIENT)
            .setSubscriptionId(subscriptionId);
    wish.into(command);
    write(Topics.SUBSCRIPTION_COMMANDS, subscriptionId, commandId, command.build());
    return commandId;
  }

  private <V extends SpecificRecord> void write(
      TopicSpec<V> topic, String key, String commandId, V value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic.name(), key.getBytes(UTF_8), codecs.of(topic).encode(value));
    record.headers().add("command-id", commandId.getBytes(UTF_8));
    var _ = producer.send(record);
  }

  private static CreateSubscription terms(Offer offer, String testClockId) {
    return CreateSubscription.newBuilder()
        .setSubscriptionRequestId(offer.requestId())
        .setDescription("Coffee")
        .setRedirectUrl("https://shop.example/back")
        .setStartTime(offer.start().toInstant())
        .setZone(offer.start().getOffset().getId())
        .setPeriodRule(
            new PeriodRule(
                switch (offer.unit()) {
                  case DAYS -> PeriodUnit.DAY;
                  case WEEKS -> PeriodUnit.WEEK;
                  case MONTHS -> PeriodUnit.MONTH;
                  default -> PeriodUnit.YEAR;
                },
                offer.count()))
        .setPaymentMethod(
            PaymentMethod.newBuilder().setType("GCASH").setId(offer.mood().methodId()).build())
        .setSubscriptionNotificationUrl("https://shop.example/hooks")
        .setPaymentAmount(new Money(offer.amountMinor(), offer.currency()))
        .setSandbox(true)
        .setTestClockId(testClockId)
        .setPolicies(Policies.newBuilder().build())
        .build();
  }

  private WorkersOnKafka read() {
    replies
        .poll(Duration.ofMillis(50))
        .forEach(
            record -> {
              CommandReply reply = codecs.of(Topics.COMMAND_REPLIES).decode(record.value());
              CommandOutcome outcome = reply.getOutcome();
              if (outcome != null) {
                if (outcome.getStatus() != ResultStatus.SUCCEEDED) {
                  throw new AssertionError("A command was refused: " + outcome);
                }
                succeeded.add(outcome.getCommandId());
              }
              var clock = reply.getClockReached();
              if (clock != null) {
                reached
                    .computeIfAbsent(
                        clock.getTestClockId() + "@" + clock.getReached(), _ -> new ArrayList<>())
                    .add(clock.getPartition());
              }
            });
    return this;
  }

  @Override
  public void close() {
    producer.close();
    replies.close();
    codecs.close();
    gate.close();
    channel.close();
  }
}
