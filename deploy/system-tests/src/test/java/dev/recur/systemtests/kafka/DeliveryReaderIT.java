package dev.recur.systemtests.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.sender.BodySource.Fetched;
import dev.recur.notifier.sender.DeliveryReader;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.TopicSetup;
import dev.recur.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The notifier's reading back, of a real log with its transactions and its retention. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OwnBroker
class DeliveryReaderIT {

  private static final String TOPIC = Topics.WEBHOOK_DELIVERIES.name();
  private static final int PER_TRANSACTION = 50;

  /** Where a delivery lies, and what its body is. */
  private record Written(int partition, long offset, String body) {}

  private final List<String> exits = new CopyOnWriteArrayList<>();
  private Broker broker;
  private RecordCodecs codecs;
  private RecordCodec<WebhookDelivery> codec;
  private DeliveryReader reader;

  @BeforeAll
  void start(@TempDir Path directory) {
    broker = new Broker(directory);
    TopicSetup.createMissing(broker.admin(), Broker.PARTITIONS, Broker.COPIES);
    Map<String, Object> config = new HashMap<>(broker.settings().serde());
    config.put("auto.register.schemas", true);
    codecs = RecordCodecs.from(config);
    codec = codecs.of(Topics.WEBHOOK_DELIVERIES);
  }

  @AfterAll
  void end() {
    codecs.close();
    broker.close();
  }

  @BeforeEach
  void connect() {
    exits.clear();
    reader = new DeliveryReader(broker.settings(), codec, (what, _) -> exits.add(what));
    reader.start();
  }

  @AfterEach
  void disconnect() {
    reader.close();
  }

  @Test
  void everyDelivery_shouldBeReadBack_whateverTheOrder() throws Exception {
    List<Written> written = write("any", Integer.MAX_VALUE, 3_000, true);
    List<Written> shuffled = new ArrayList<>(written);
    Collections.shuffle(shuffled, new Random(7));

    assertThat(bodies(shuffled)).isEqualTo(shuffled.stream().map(Written::body).toList());
    assertThat(exits).isEmpty();
  }

  /** A backlog is sent oldest first: most of it was read along with what came before. */
  @Test
  void backlog_shouldBeReadBackInOrder_fast() throws Exception {
    List<Written> written = write("backlog", 1, 5_000, true);
    long start = System.nanoTime();
    for (Written each : written) {
      assertThat(body(each.partition(), each.offset())).isEqualTo(each.body());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf(
        "%d deliveries read back one after the other in %d ms%n", written.size(), took.toMillis());
    assertThat(took).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void whatWasNeverCommitted_andTheMarksOfTransactions_shouldBeLost() throws Exception {
    List<Written> written = write("mark", 1, PER_TRANSACTION, true);
    Written last = written.getLast();
    List<Written> aborted = write("aborted", 1, 10, false);
    write("after", 1, 10, true);

    assertThat(reader.fetch(last.partition(), last.offset() + 1)).isInstanceOf(Fetched.Lost.class);
    assertThat(reader.fetch(aborted.getFirst().partition(), aborted.getFirst().offset()))
        .isInstanceOf(Fetched.Lost.class);
    assertThat(body(last.partition(), last.offset())).isEqualTo(last.body());
    assertThat(exits).isEmpty();
  }

  @Test
  void whatIsNoLongerKept_shouldBeLost() throws Exception {
    List<Written> written = write("kept", 1, 500, true);
    Written first = written.get(300);
    broker
        .admin()
        .deleteRecords(
            Map.of(
                new TopicPartition(TOPIC, first.partition()),
                RecordsToDelete.beforeOffset(first.offset())))
        .all()
        .get();

    Written gone = written.get(299);
    assertThat(reader.fetch(gone.partition(), gone.offset()))
        .isEqualTo(
            new Fetched.Lost(
                "Offset %d of webhook.deliveries-%d is no longer kept."
                    .formatted(gone.offset(), gone.partition())));
    assertThat(body(first.partition(), first.offset())).isEqualTo(first.body());
    assertThat(exits).isEmpty();
  }

  @Test
  void brokerThatWasAway_shouldBeWaitedFor() throws Exception {
    List<Written> written = write("away", 1, 10, true);
    broker.process().kill();
    CompletableFuture<List<String>> asking =
        CompletableFuture.supplyAsync(
            () -> bodies(written), task -> Thread.ofVirtual().start(task));
    broker.process().restart();

    assertThat(asking.get(60, TimeUnit.SECONDS))
        .isEqualTo(written.stream().map(Written::body).toList());
    assertThat(exits).isEmpty();
  }

  /** In order of asking; all ask at once. */
  private List<String> bodies(List<Written> asked) {
    List<CompletableFuture<String>> asking =
        asked.stream()
            .map(
                each ->
                    CompletableFuture.supplyAsync(
                        () -> body(each.partition(), each.offset()),
                        task -> Thread.ofVirtual().start(task)))
            .toList();
    return asking.stream().map(CompletableFuture::join).toList();
  }

  private String body(int partition, long offset) {
    try {
      return reader.fetch(partition, offset) instanceof Fetched.Found found
          ? new String(found.body().bytes(), UTF_8)
          : "lost";
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  /** Writes as the fan-out does: in transactions, one after the other. */
  private List<Written> write(String prefix, int partitionsMax, int count, boolean commit)
      throws Exception {
    Map<String, Object> config = new HashMap<>(broker.settings().producer());
    config.put("transactional.id", "delivery-reader-it");
    List<Written> written = new ArrayList<>();
    try (Producer<byte[], byte[]> producer = ByteClients.producer(config)) {
      int partitions = Math.min(partitionsMax, producer.partitionsFor(TOPIC).size());
      producer.initTransactions();
      for (int from = 0; from < count; from += PER_TRANSACTION) {
        producer.beginTransaction();
        Map<String, Future<RecordMetadata>> sent = new LinkedHashMap<>();
        for (int i = from; i < Math.min(count, from + PER_TRANSACTION); i++) {
          String body = prefix + "-" + i;
          ProducerRecord<byte[], byte[]> record =
              new ProducerRecord<>(
                  TOPIC, i % partitions, prefix.getBytes(UTF_8), codec.encode(delivery(body)));
          sent.put(body, producer.send(record));
        }
        producer.flush();
        for (var each : sent.entrySet()) {
          RecordMetadata at = each.getValue().get();
          written.add(new Written(at.partition(), at.offset(), each.getKey()));
        }
        if (commit) {
          producer.commitTransaction();
        } else {
          producer.abortTransaction();
        }
      }
    }
    return written;
  }

  private static WebhookDelivery delivery(String body) {
    return WebhookDelivery.newBuilder()
        .setDeliveryId(body)
        .setEndpoint("lane")
        .setClientId("SANDBOX_M1")
        .setSubscriptionId("S1")
        .setSequence(1)
        .setPreviousSequence(0)
        .setNotification("notifyPayment")
        .setUrl("https://shop.example/hooks")
        .setBody(ByteBuffer.wrap(body.getBytes(UTF_8)))
        .setCreatedAt(Instant.EPOCH)
        .build();
  }
}
