package dev.recur.systemtests.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.benchmark.rig.LedgerEvents;
import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.Installation;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.LocalKafka;
import dev.recur.local.process.Ports;
import dev.recur.local.process.Readiness;
import dev.recur.local.process.RestartableProcess;
import dev.recur.schemas.avro.Endpoint;
import dev.recur.schemas.avro.EndpointSignature;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.PlatformKey;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.WebhookCommand;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** The notifier's process beside a broker and a registry, and a hand that writes the ledger. */
final class NotifierOnKafka implements AutoCloseable {

  static final String MERCHANT = "SANDBOX_M1";

  private static final byte[] MASTER_KEY = new byte[SecretBox.KEY_BYTES];
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  private final LocalKafka kafka;
  private final int port = Ports.free();
  private final KeyPair platformKey = Keys.generate();
  private final RestartableProcess process;
  private final KafkaSettings settings;
  private final RecordCodecs codecs;
  private final Producer<byte[], byte[]> producer;

  NotifierOnKafka(LocalKafka kafka, Path directory) {
    this.kafka = kafka;
    settings =
        KafkaSettings.of(
            kafka.bootstrapServers(),
            kafka.registryUrl(),
            LocalKafka.SUBSCRIPTION_PARTITIONS,
            (short) 1,
            directory.resolve("unused"));
    codecs = RecordCodecs.from(settings.serde());
    producer = ByteClients.producer(settings.producer());
    breakTheAudit();
    process = RestartableProcess.start(spec(directory), Duration.ofSeconds(40));
  }

  /**
   * The ledgers of these tests have no more than what is told of them, and their audit cannot run:
   * a changelog of its is cut in another way. Deliveries must not mind.
   */
  private void breakTheAudit() {
    try (Admin admin = Admin.create(settings.admin())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(
                      "audit-books-changelog", LocalKafka.SUBSCRIPTION_PARTITIONS + 1, (short) 1)))
          .all()
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    }
  }

  private ChildSpec spec(Path directory) {
    Map<String, String> environment = new HashMap<>(kafka.environment());
    environment.put("RECUR_MASTER_KEY", Base64.getEncoder().encodeToString(MASTER_KEY));
    environment.put("RECUR_NOTIFIER_ALLOWED_PRIVATE", "127.0.0.0/8,::1/128");
    environment.put("RECUR_KAFKA_STATE_DIR", directory.resolve("state").toString());
    environment.put("RECUR_KAFKA_INSTANCE_ID", "notifier-0");
    environment.put("MICRONAUT_SERVER_PORT", Integer.toString(port));
    return new ChildSpec(
        "notifier",
        JavaCommand.withHeap(192)
            .main(
                Installation.find().classPath("notifier", "recur-notifier"),
                "dev.recur.notifier.Main",
                List.of()),
        environment,
        directory,
        directory.resolve("notifier.log"),
        Readiness.httpOk(URI.create("http://127.0.0.1:" + port + "/health/readiness")));
  }

  RestartableProcess process() {
    return process;
  }

  /** What the process answers to a GET. */
  String get(String path) throws IOException {
    try (InputStream in = URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  String platformPublicKey() {
    return Keys.base64(platformKey.getPublic());
  }

  /** The merchant has these endpoints from now on; without any, only its subscriptions' URLs. */
  void registerMerchant(Endpoint... endpoints) {
    byte[] sealed =
        new SecretBox(MASTER_KEY)
            .seal(platformKey.getPrivate().getEncoded(), SealContext.platformKey(MERCHANT, 1));
    write(
        Topics.MERCHANTS,
        MERCHANT,
        Merchant.newBuilder()
            .setClientId(MERCHANT)
            .setName("Shop")
            .setSandbox(true)
            .setKeys(List.of())
            .setPlatformKeys(
                List.of(new PlatformKey(1, platformPublicKey(), ByteBuffer.wrap(sealed), null)))
            .setPolicies(Policies.newBuilder().build())
            .setEndpoints(List.of(endpoints))
            .setCreatedAt(AT)
            .build());
  }

  /** An endpoint of the merchant that is signed as the contract says. */
  static Endpoint endpoint(String id, String url) {
    return Endpoint.newBuilder()
        .setEndpointId(id)
        .setUrl(url)
        .setSignatures(List.of(EndpointSignature.ANTOM))
        .setCreatedAt(AT)
        .build();
  }

  /** Somebody wants something of a lane. */
  void wants(String lane, UnaryOperator<WebhookCommand.Builder> what) {
    write(
        Topics.WEBHOOK_COMMANDS,
        lane,
        what.apply(
                WebhookCommand.newBuilder()
                    .setCommandId("C" + UUID.randomUUID())
                    .setEndpoint(lane)
                    .setClientId(MERCHANT)
                    .setSentAt(Instant.now()))
            .build());
  }

  /** The values of every record of a topic. */
  <V extends SpecificRecord> List<V> values(TopicSpec<V> topic) {
    RecordCodec<V> codec = codecs.of(topic);
    return all(topic.name()).stream().map(codec::decode).toList();
  }

  /** A subscription, and so many payments of it. */
  void payments(String subscriptionId, String url, int count) {
    write(
        Topics.SUBSCRIPTION_EVENTS,
        subscriptionId,
        LedgerEvents.created(MERCHANT, subscriptionId, url));
    for (int i = 1; i <= count; i++) {
      payment(subscriptionId, i);
    }
  }

  /** One payment; the first is number 1. */
  void payment(String subscriptionId, int number) {
    write(
        Topics.SUBSCRIPTION_EVENTS,
        subscriptionId,
        LedgerEvents.paid(MERCHANT, subscriptionId, number));
  }

  <V extends SpecificRecord> void write(TopicSpec<V> topic, String key, V value) {
    write(topic, key, codecs.of(topic).encode(value));
  }

  void write(TopicSpec<?> topic, String key, byte[] value) {
    var _ = producer.send(new ProducerRecord<>(topic.name(), key.getBytes(UTF_8), value));
  }

  /** The values of every record of a topic. */
  List<byte[]> all(String topic) {
    producer.flush();
    try (Consumer<byte[], byte[]> consumer = ByteClients.consumer(settings.consumer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<byte[]> values = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }

  @Override
  public void close() {
    producer.close();
    codecs.close();
    process.close();
  }
}
