package dev.recur.benchmark.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.Living;
import dev.recur.local.process.LocalKafka;
import dev.recur.local.process.Ports;
import dev.recur.local.process.RestartableProcess;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** The notifier's process beside a broker and a registry, and a hand that writes its input. */
public final class NotifierRig implements Living {

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final String ACKNOWLEDGED =
      "recur_notifier_event_to_acknowledgement_seconds_count ";
  private static final String AUDITED = "recur_audit_records_total{";

  private final int port;
  private final RestartableProcess process;
  private final KafkaSettings settings;
  private final RecordCodec<SubscriptionEvent> events;
  private final RecordCodec<WebhookDelivery> deliveries;
  private final Producer<byte[], byte[]> producer;

  private NotifierRig(
      int port,
      RestartableProcess process,
      KafkaSettings settings,
      RecordCodecs codecs,
      Producer<byte[], byte[]> producer) {
    this.port = port;
    this.process = process;
    this.settings = settings;
    this.deliveries = codecs.of(Topics.WEBHOOK_DELIVERIES);
    this.events = codecs.of(Topics.SUBSCRIPTION_EVENTS);
    this.producer = producer;
  }

  /**
   * Writes the merchants, so that they are known before any event is, and starts the notifier.
   *
   * @param settings of the notifier, beside those of this rig, as environment variables
   */
  public static NotifierRig start(
      LocalKafka kafka, Path directory, List<Merchant> merchants, Map<String, String> settings) {
    return start(Jvm.measured(), kafka, directory, merchants, settings);
  }

  /** The same in a JVM that, say, trusts somebody's certificate. */
  public static NotifierRig start(
      JavaCommand java,
      LocalKafka kafka,
      Path directory,
      List<Merchant> merchants,
      Map<String, String> settings) {
    KafkaSettings client = BareTopics.settings(kafka);
    RecordCodecs codecs = RecordCodecs.from(client.serde());
    Producer<byte[], byte[]> producer = ByteClients.producer(client.producer());
    RecordCodec<Merchant> codec = codecs.of(Topics.MERCHANTS);
    for (Merchant merchant : merchants) {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  Topics.MERCHANTS.name(),
                  merchant.getClientId().getBytes(UTF_8),
                  codec.encode(merchant)));
    }
    producer.flush();
    int port = Ports.free();
    try {
      return new NotifierRig(
          port,
          RestartableProcess.start(spec(java, kafka, directory, port, settings), READY_WITHIN),
          client,
          codecs,
          producer);
    } catch (RuntimeException e) {
      producer.close();
      throw e;
    }
  }

  /** How it is started, on a free port. */
  public static ChildSpec spec(LocalKafka kafka, Path directory, Map<String, String> settings) {
    return spec(Jvm.measured(), kafka, directory, Ports.free(), settings);
  }

  private static ChildSpec spec(
      JavaCommand java, LocalKafka kafka, Path directory, int port, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(kafka.environment());
    environment.put("RECUR_MASTER_KEY", Endpoints.masterKey());
    environment.put("RECUR_NOTIFIER_ALLOWED_PRIVATE", "127.0.0.0/8,::1/128");
    environment.put("RECUR_KAFKA_STATE_DIR", directory.resolve("state").toString());
    environment.put("RECUR_KAFKA_INSTANCE_ID", "notifier-0");
    environment.put("MICRONAUT_SERVER_PORT", Integer.toString(port));
    // An application of its own that shares the process, and no part of delivering.
    environment.put("RECUR_AUDIT_ENABLED", "false");
    environment.putAll(settings);
    return Jvm.service(
        java,
        "notifier",
        "dev.recur.notifier.Main",
        environment,
        directory.resolve("notifier.log"),
        port);
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** The notifier, to be killed and restarted. */
  public RestartableProcess process() {
    return process;
  }

  /** Writes an event to the ledger; not yet sure to be there, see {@link #flush}. */
  public void write(SubscriptionEvent event) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                Topics.SUBSCRIPTION_EVENTS.name(),
                event.getSubscriptionId().getBytes(UTF_8),
                events.encode(event)));
  }

  /** Returns when everything that was written is there. */
  public void flush() {
    producer.flush();
  }

  /** How many deliveries this process knows to be acknowledged. */
  public long acknowledged() {
    return sum(ACKNOWLEDGED);
  }

  /** How many records its audit has read; 0 where it has none. */
  public long audited() {
    return sum(AUDITED);
  }

  /** Of the metrics that begin so. */
  private long sum(String prefix) {
    try (InputStream in =
        URI.create("http://127.0.0.1:" + port + "/prometheus").toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith(prefix))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException("The notifier shows no metrics.", e);
    }
  }

  /** What is posted for one of the deliveries so far. */
  public String someBody() {
    try (Consumer<byte[], byte[]> consumer = ByteClients.consumer(settings.consumer())) {
      String topic = Topics.WEBHOOK_DELIVERIES.name();
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(READY_WITHIN)) {
        return UTF_8.decode(deliveries.decode(record.value()).getBody()).toString();
      }
      throw new IllegalStateException("Nothing was delivered yet.");
    }
  }

  @Override
  public void checkAlive() {
    process.checkAlive();
  }

  @Override
  public void close() {
    process.close();
    producer.close();
  }
}
