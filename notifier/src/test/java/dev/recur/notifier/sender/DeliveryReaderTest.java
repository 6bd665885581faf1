package dev.recur.notifier.sender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.recur.notifier.sender.BodySource.Fetched;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was to be delivered, read back. */
@Timeout(30)
class DeliveryReaderTest {

  private static final String TOPIC = Topics.WEBHOOK_DELIVERIES.name();

  private final LogConsumer consumer = new LogConsumer();
  private final List<String> exits = new CopyOnWriteArrayList<>();
  private DeliveryReader reader = reader(Duration.ofSeconds(20));

  private DeliveryReader reader(Duration answerMax) {
    return new DeliveryReader(
        consumer, TOPIC, DeliveryReaderTest::decode, (what, _) -> exits.add(what), answerMax);
  }

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void record_shouldBeReadBack_byteForByte() throws Exception {
    consumer.write(3, 0, 10);
    reader.start();

    Fetched.Found found = (Fetched.Found) reader.fetch(3, 7);
    assertThat(found.body().url()).isEqualTo("https://shop.example/7");
    assertThat(new String(found.body().bytes(), UTF_8)).isEqualTo("3/7");
  }

  @Test
  void manyAtOnce_shouldBeAnswered_withFewReads() {
    for (int partition = 0; partition < 3; partition++) {
      consumer.write(partition, 0, 400);
    }
    List<CompletableFuture<String>> asking = new ArrayList<>();
    for (long offset = 399; offset >= 0; offset--) {
      for (int partition = 0; partition < 3; partition++) {
        asking.add(ask(partition, offset));
      }
    }
    // One that is asked for later, and lies before what was read meanwhile, is one seek more.
    await().until(() -> reader.asked() == asking.size());
    reader.start();

    asking.forEach(CompletableFuture::join);
    assertThat(asking.getFirst().join()).isEqualTo("0/399");
    assertThat(asking.getLast().join()).isEqualTo("2/0");
    assertThat(consumer.seeks).hasValue(3);
    assertThat(consumer.polls).hasValue(400 / LogConsumer.POLL_RECORDS);
    assertThat(exits).isEmpty();
  }

  /** A backlog is asked for in order: most of it came along with the first. */
  @Test
  void nextOnes_shouldBeThereAlready() throws Exception {
    consumer.write(0, 0, 300);
    reader.start();
    reader.fetch(0, 0);
    int polls = consumer.polls.get();
    for (long offset = 1; offset < LogConsumer.POLL_RECORDS; offset++) {
      assertThat(reader.fetch(0, offset)).isInstanceOf(Fetched.Found.class);
    }

    assertThat(consumer.seeks).hasValue(1);
    assertThat(consumer.polls.get()).isLessThanOrEqualTo(polls + 1);
  }

  @Test
  void earlierOneAfterALater_shouldBeReadToo() throws Exception {
    consumer.write(0, 0, 2_000);
    reader.start();

    assertThat(text(reader.fetch(0, 1_900))).isEqualTo("0/1900");
    assertThat(text(reader.fetch(0, 5))).isEqualTo("0/5");
    assertThat(text(reader.fetch(0, 1_000))).isEqualTo("0/1000");
  }

  @Test
  void recordThatIsNoLongerKept_shouldBeLost_andNotAskedForAgain() throws Exception {
    consumer.write(0, 100, 110);
    reader.start();

    assertThat(reader.fetch(0, 7))
        .isEqualTo(new Fetched.Lost("Offset 7 of webhook.deliveries-0 is no longer kept."));
    assertThat(text(reader.fetch(0, 105))).isEqualTo("0/105");
    assertThat(exits).isEmpty();
  }

  /** Where a record was, there is a hole: a transaction's mark, for example. */
  @Test
  void offsetWithoutRecord_shouldBeLost() throws Exception {
    consumer.write(0, 0, 5);
    consumer.write(0, 6, 10);
    reader.start();

    assertThat(reader.fetch(0, 5)).isInstanceOf(Fetched.Lost.class);
  }

  @Test
  void recordThatIsNoDelivery_shouldBeLost() throws Exception {
    consumer.add(0, 0, "garbage".getBytes(UTF_8));
    reader.start();

    assertThat(reader.fetch(0, 0))
        .isEqualTo(new Fetched.Lost("What lies there is no delivery: garbage"));
  }

  @Test
  void recordThatIsNotThereYet_shouldBeWaitedFor() {
    consumer.write(0, 0, 5);
    reader.start();
    CompletableFuture<String> asking = ask(0, 7);
    consumer.write(0, 5, 8);

    assertThat(asking.join()).isEqualTo("0/7");
  }

  @Test
  void topicThatCannotBeRead_shouldEndTheProcess() {
    reader.close();
    reader = reader(Duration.ofMillis(200));
    LogConsumer silent = consumer;
    silent.isSilent = true;
    consumer.write(0, 0, 5);
    reader.start();
    CompletableFuture<String> asking = ask(0, 3);

    await().until(() -> !exits.isEmpty());
    assertThat(exits.getFirst()).contains("check that the brokers can be reached");
    assertThat(asking.join()).isEqualTo("interrupted");
  }

  @Test
  void close_shouldLetNobodyWait() {
    consumer.isSilent = true;
    consumer.write(0, 0, 5);
    reader.start();
    CompletableFuture<String> asking = ask(0, 3);
    await().until(() -> consumer.polls.get() > 0);
    reader.close();

    assertThat(asking.join()).isEqualTo("interrupted");
    assertThatThrownBy(() -> reader.fetch(0, 4)).isInstanceOf(InterruptedException.class);
    assertThat(exits).isEmpty();
  }

  private CompletableFuture<String> ask(int partition, long offset) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return text(reader.fetch(partition, offset));
          } catch (InterruptedException e) {
            return "interrupted";
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  private static String text(Fetched fetched) {
    return fetched instanceof Fetched.Found found
        ? new String(found.body().bytes(), UTF_8)
        : fetched.toString();
  }

  private static WebhookDelivery decode(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    if (text.equals("garbage")) {
      throw new UndecodableRecordException(text, null);
    }
    return WebhookDelivery.newBuilder()
        .setDeliveryId("D")
        .setEndpoint("lane")
        .setClientId("M")
        .setSubscriptionId("S")
        .setSequence(1)
        .setPreviousSequence(0)
        .setNotification("notifyPayment")
        .setUrl("https://shop.example/" + text.substring(text.indexOf('/') + 1))
        .setBody(ByteBuffer.wrap(bytes))
        .setCreatedAt(Instant.EPOCH)
        .build();
  }

  /** A consumer of a log that is there: a poll brings what follows its position, as a broker's. */
  private static final class LogConsumer extends MockConsumer<byte[], byte[]> {
    static final int POLL_RECORDS = 100;

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();
    private final Map<TopicPartition, Long> at = new HashMap<>();
    private final AtomicInteger seeks = new AtomicInteger();
    private final AtomicInteger polls = new AtomicInteger();
    private volatile boolean isSilent;
    private boolean isWoken;

    LogConsumer() {
      super("none");
    }

    synchronized void write(int partition, long from, long to) {
      for (long offset = from; offset < to; offset++) {
        add(partition, offset, (partition + "/" + offset).getBytes(UTF_8));
      }
    }

    synchronized void add(int partition, long offset, byte[] value) {
      log.computeIfAbsent(new TopicPartition(TOPIC, partition), _ -> new ArrayList<>())
          .add(new ConsumerRecord<>(TOPIC, partition, offset, new byte[0], value));
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
      seeks.incrementAndGet();
      at.put(partition, offset);
    }

    @Override
    public synchronized long position(TopicPartition partition) {
      return at.getOrDefault(partition, 0L);
    }

    @Override
    public synchronized void wakeup() {
      isWoken = true;
    }

    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(
        java.util.Collection<TopicPartition> partitions) {
      Map<TopicPartition, Long> beginnings = new HashMap<>();
      partitions.forEach(it -> beginnings.put(it, records(it).getFirst().offset()));
      return beginnings;
    }

    private List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition) {
      return log.getOrDefault(partition, List.of());
    }

    /** Waits a moment where there is nothing. */
    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      polls.incrementAndGet();
      ConsumerRecords<byte[], byte[]> read = read();
      if (read.isEmpty()) {
        LockSupport.parkNanos(1_000_000);
      }
      return read;
    }

    private ConsumerRecords<byte[], byte[]> read() {
      if (isWoken) {
        throw new WakeupException();
      }
      Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> read = new HashMap<>();
      Map<TopicPartition, Long> outside = new HashMap<>();
      Set<TopicPartition> asked = new HashSet<>(isSilent ? Set.of() : assignment());
      asked.removeAll(paused());
      for (TopicPartition partition : asked) {
        List<ConsumerRecord<byte[], byte[]>> records = records(partition);
        long position = position(partition);
        if (position < records.getFirst().offset() || position > records.getLast().offset() + 1) {
          outside.put(partition, position);
        }
        List<ConsumerRecord<byte[], byte[]>> next =
            records.stream()
                .filter(record -> record.offset() >= position)
                .limit(POLL_RECORDS)
                .toList();
        if (!next.isEmpty()) {
          read.put(partition, next);
          at.put(partition, next.getLast().offset() + 1);
        }
      }
      if (!outside.isEmpty()) {
        throw new OffsetOutOfRangeException(outside);
      }
      return new ConsumerRecords<>(read, Map.of());
    }
  }
}
