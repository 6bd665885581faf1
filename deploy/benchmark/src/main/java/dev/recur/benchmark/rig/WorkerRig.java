package dev.recur.benchmark.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.Living;
import dev.recur.local.process.LocalKafka;
import dev.recur.local.process.Ports;
import dev.recur.local.process.RestartableProcess;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The billing worker's process beside a broker and a registry, and a hand that gives commands. */
public final class WorkerRig implements Living {

  /** Settings of a worker that decides and asks for charges, which nobody presents. */
  public static final Map<String, String> WITHOUT_CHANNEL =
      Map.of("RECUR_CHANNEL_ENABLED", "false");

  /** Without its state a start takes as long as making that again. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);

  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(10);

  private final RestartableProcess process;
  private final RecordCodecs codecs;
  private final RecordCodec<SubscriptionCommand> commands;
  private final Producer<byte[], byte[]> producer;
  private final CommittedReader replies;
  private int created;

  private WorkerRig(
      RestartableProcess process,
      RecordCodecs codecs,
      Producer<byte[], byte[]> producer,
      CommittedReader replies) {
    this.process = process;
    this.codecs = codecs;
    this.commands = codecs.of(Topics.SUBSCRIPTION_COMMANDS);
    this.producer = producer;
    this.replies = replies;
  }

  /**
   * Starts the worker.
   *
   * @param settings of the worker, beside those of this rig, as environment variables
   */
  public static WorkerRig start(LocalKafka kafka, Path directory, Map<String, String> settings) {
    KafkaSettings client = BareTopics.settings(kafka);
    RestartableProcess process =
        RestartableProcess.start(spec(kafka, directory, settings), READY_WITHIN);
    return new WorkerRig(
        process,
        RecordCodecs.from(client.serde()),
        ByteClients.producer(client.producer()),
        new CommittedReader(client.consumer(), Topics.COMMAND_REPLIES.name()));
  }

  /** How it is started. */
  public static ChildSpec spec(LocalKafka kafka, Path directory, Map<String, String> settings) {
    int port = Ports.free();
    Map<String, String> environment = new HashMap<>(kafka.environment());
    environment.put("RECUR_KAFKA_STATE_DIR", stateDir(directory).toString());
    environment.put("RECUR_KAFKA_INSTANCE_ID", "worker-0");
    environment.put("MICRONAUT_SERVER_PORT", Integer.toString(port));
    environment.putAll(settings);
    return Jvm.service(
        "billing-worker", "dev.recur.billing.Main", environment, log(directory), port);
  }

  public long pid() {
    return process.pid();
  }

  /** The worker, to be ended and started anew. */
  public RestartableProcess process() {
    return process;
  }

  /** Where it keeps its stores. */
  public static Path stateDir(Path directory) {
    return directory.resolve("worker-state");
  }

  /** What it writes, a JSON object on each line, over all its starts. */
  public static Path log(Path directory) {
    return directory.resolve("worker.log");
  }

  /**
   * Creates subscriptions that the buyers have agreed to, and returns when each is answered.
   *
   * @param clients merchants, whose turn it is one after the other
   * @param start when the nth of them begins, and so when its first charge falls due
   */
  public void subscribe(
      List<String> clients, int count, IntFunction<Instant> start, Processes processes) {
    for (int n = 0; n < count; n++) {
      String client = clients.get(created % clients.size());
      SubscriptionCommand command = command(client, request(created++), start.apply(n));
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              Topics.SUBSCRIPTION_COMMANDS.name(),
              command.getSubscriptionId().getBytes(UTF_8),
              commands.encode(command));
      record.headers().add("command-id", command.getCommandId().getBytes(UTF_8));
      var _ = producer.send(record);
    }
    producer.flush();
    replies.await(count, ANSWERED_WITHIN, processes);
  }

  /** How many were created so far. */
  public int created() {
    return created;
  }

  /** The id of the nth that was created, from 0. */
  public static String subscriptionId(List<String> clients, int n) {
    return Identity.subscriptionId(Origin.CREATE, clients.get(n % clients.size()), request(n));
  }

  private static String request(int n) {
    return "order-" + n;
  }

  private static SubscriptionCommand command(String clientId, String requestId, Instant start) {
    return SubscriptionCommand.newBuilder()
        .setCommandId("create-" + requestId)
        .setClientId(clientId)
        .setSubscriptionId(Identity.subscriptionId(Origin.CREATE, clientId, requestId))
        .setCreate(
            CreateSubscription.newBuilder()
                .setSubscriptionRequestId(requestId)
                .setDescription("Coffee, a kilo each month")
                .setRedirectUrl("https://shop.example/back")
                .setStartTime(start)
                .setZone("Asia/Manila")
                .setPeriodRule(new PeriodRule(PeriodUnit.MONTH, 1))
                .setPaymentMethod(
                    PaymentMethod.newBuilder().setType("GCASH").setId("tok-" + requestId).build())
                .setSubscriptionNotificationUrl("")
                .setPaymentAmount(new Money(19_900L, "PHP"))
                .setPolicies(Policies.newBuilder().build())
                .setAuthorised(true)
                .build())
        .build();
  }

  @Override
  public void checkAlive() {
    process.checkAlive();
  }

  @Override
  public void close() {
    process.close();
    producer.close();
    replies.close();
    codecs.close();
  }
}
