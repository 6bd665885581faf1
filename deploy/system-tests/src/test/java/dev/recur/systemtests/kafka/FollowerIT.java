package dev.recur.systemtests.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.EventHeaders;
import dev.recur.schemas.kafka.TopicFollower;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.TopicSetup;
import dev.recur.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A follower on a real broker. One broker for all; every test brings keys of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OwnBroker
class FollowerIT {

  private static final String TOPIC = Topics.CLOCK_TICKS.name();
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final Duration BETWEEN_RECORDS = Duration.ofMillis(2);

  private Broker broker;
  private RecordCodecs codecs;
  private RecordCodec<ClockTick> codec;
  private Producer<byte[], byte[]> producer;

  private final List<String> exits = new CopyOnWriteArrayList<>();

  @BeforeAll
  void start(@TempDir Path directory) {
    broker = new Broker(directory);
    TopicSetup.createMissing(broker.admin(), Broker.PARTITIONS, Broker.COPIES);
    Map<String, Object> config = new HashMap<>(broker.settings().serde());
    config.put("auto.register.schemas", true);
    codecs = RecordCodecs.from(config);
    codec = codecs.of(Topics.CLOCK_TICKS);
  }

  @AfterAll
  void end() {
    codecs.close();
    broker.close();
  }

  @BeforeEach
  void connect() {
    producer = ByteClients.producer(broker.settings().producer());
    exits.clear();
  }

  @AfterEach
  void disconnect() {
    producer.close(Duration.ofSeconds(1));
  }

  @Test
  void everyPartition_shouldBeFollowedFromItsBeginningAndOn() throws Exception {
    for (int i = 0; i < 20; i++) {
      send("all-" + i, codec.encode(tick("t" + i)));
    }
    Taken taken = new Taken("all-");
    try (TopicFollower<ClockTick> follower = follower(taken)) {
      follower.caughtUp().get(60, TimeUnit.SECONDS);
      assertThat(taken.keys).hasSize(20);

      send("all-later", codec.encode(tick("later")));

      await().atMost(AT_MOST).until(() -> taken.keys.contains("all-later"));
    }
    assertThat(exits).isEmpty();
  }

  @Test
  void undecodableRecord_shouldBecomeADeadLetterAndTheNextBeTaken() throws Exception {
    byte[] broken = {0, 0, 0, 0, 1, (byte) 0xff};
    ProducerRecord<byte[], byte[]> bad =
        new ProducerRecord<>(TOPIC, 1, "dead-1".getBytes(UTF_8), broken);
    bad.headers().add("traceparent", "00-x".getBytes(UTF_8));
    producer.send(bad).get();
    producer
        .send(new ProducerRecord<>(TOPIC, 1, "dead-2".getBytes(UTF_8), codec.encode(tick("good"))))
        .get();
    Taken taken = new Taken("dead-");
    try (TopicFollower<ClockTick> follower = follower(taken)) {
      follower.caughtUp().get(60, TimeUnit.SECONDS);
    }

    assertThat(taken.keys).containsExactly("dead-2");
    ConsumerRecord<byte[], byte[]> letter =
        broker.records(Topics.CLOCK_TICKS.deadLetters()).stream()
            .filter(record -> new String(record.key(), UTF_8).equals("dead-1"))
            .findFirst()
            .orElseThrow();
    assertThat(letter.value()).isEqualTo(broken);
    assertThat(EventHeaders.get(letter.headers(), "traceparent")).contains("00-x");
    assertThat(EventHeaders.get(letter.headers(), "dead-letter-topic")).contains(TOPIC);
    assertThat(EventHeaders.get(letter.headers(), "dead-letter-partition")).contains("1");
    assertThat(EventHeaders.get(letter.headers(), "dead-letter-reader")).contains("follower-it");
    assertThat(EventHeaders.get(letter.headers(), "dead-letter-reason")).isPresent();
    assertThat(exits).isEmpty();
  }

  @Test
  void transactions_shouldCountOnceTheyAreCommitted() throws Exception {
    Map<String, Object> config = new HashMap<>(broker.settings().producer());
    config.put("transactional.id", "follower-it");
    try (Producer<byte[], byte[]> transactional = ByteClients.producer(config)) {
      transactional.initTransactions();
      transactional.beginTransaction();
      transactional.send(record("tx-aborted")).get(60, TimeUnit.SECONDS);
      transactional.abortTransaction();
      transactional.beginTransaction();
      transactional.send(record("tx-committed")).get(60, TimeUnit.SECONDS);
      transactional.commitTransaction();
    }
    Taken taken = new Taken("tx-");
    // The last thing on those partitions is a mark and not a record: it has to be passed too.
    try (TopicFollower<ClockTick> follower = follower(taken)) {
      follower.caughtUp().get(60, TimeUnit.SECONDS);
    }

    assertThat(taken.keys).containsExactly("tx-committed");
  }

  @Test
  void offsetsThatWereKept_shouldBeGoneOnFrom() throws Exception {
    send("kept-1", codec.encode(tick("1")));
    Taken first = new Taken("kept-");
    try (TopicFollower<ClockTick> follower = follower(first)) {
      follower.caughtUp().get(60, TimeUnit.SECONDS);
    }
    send("kept-2", codec.encode(tick("2")));

    Taken second = new Taken("kept-");
    second.start = Map.copyOf(first.offsets);
    try (TopicFollower<ClockTick> follower = follower(second)) {
      follower.caughtUp().get(60, TimeUnit.SECONDS);
    }

    assertThat(first.keys).containsExactly("kept-1");
    assertThat(second.keys).containsExactly("kept-2");
  }

  @Test
  void followerThatBeginsAtTheEnd_whileOthersWrite_shouldTakeWhatComesAfter() throws Exception {
    send("end-0", codec.encode(tick("0")));
    AtomicBoolean isWriting = new AtomicBoolean(true);
    Thread others =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 1; isWriting.get(); i++) {
                    var _ = producer.send(record("end-" + i));
                    LockSupport.parkNanos(BETWEEN_RECORDS.toNanos());
                  }
                });
    try {
      for (int n = 0; n < 5; n++) {
        Taken taken = new Taken("end-");
        taken.beginsAtEnd = true;
        try (TopicFollower<ClockTick> follower = follower(taken)) {
          follower.caughtUp().get(60, TimeUnit.SECONDS);
          await().atMost(AT_MOST).until(() -> !taken.keys.isEmpty());
        }
        assertThat(taken.keys).doesNotContain("end-0");
      }
    } finally {
      isWriting.set(false);
      others.join();
    }
    assertThat(exits).isEmpty();
  }

  @Test
  void brokerKilledAndRestarted_shouldNotLoseTheFollower() throws Exception {
    Taken taken = new Taken("kill-");
    try (TopicFollower<ClockTick> follower = follower(taken)) {
      follower.caughtUp().get(60, TimeUnit.SECONDS);
      send("kill-before", codec.encode(tick("1")));
      await().atMost(AT_MOST).until(() -> taken.keys.contains("kill-before"));

      broker.process().kill();
      broker.process().restart();
      send("kill-after", codec.encode(tick("2")));

      await().atMost(AT_MOST).until(() -> taken.keys.contains("kill-after"));
      assertThat(taken.keys).containsExactly("kill-before", "kill-after");
    }
    assertThat(exits).isEmpty();
  }

  private TopicFollower<ClockTick> follower(Taken taken) {
    TopicFollower<ClockTick> follower =
        new TopicFollower<>(
            broker.settings(), codec, taken, "follower-it", (what, _) -> exits.add(what));
    follower.start();
    return follower;
  }

  private void send(String key, byte @Nullable [] value) throws Exception {
    producer
        .send(new ProducerRecord<>(TOPIC, key.getBytes(UTF_8), value))
        .get(60, TimeUnit.SECONDS);
  }

  private ProducerRecord<byte[], byte[]> record(String key) {
    return new ProducerRecord<>(TOPIC, key.getBytes(UTF_8), codec.encode(tick(key)));
  }

  private static ClockTick tick(String id) {
    return new ClockTick(id, Instant.EPOCH, false);
  }

  /** Remembers the keys that begin with a prefix. */
  private static final class Taken implements TopicListener<ClockTick> {
    final List<String> keys = new CopyOnWriteArrayList<>();
    final Map<Integer, Long> offsets = new ConcurrentHashMap<>();
    Map<Integer, Long> start = Map.of();
    boolean beginsAtEnd;
    private final String prefix;

    Taken(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public void onRecord(TopicRecord<ClockTick> record) {
      if (record.key().startsWith(prefix)) {
        keys.add(record.key());
      }
    }

    @Override
    public void onBatch(Map<Integer, Long> nextOffsets) {
      offsets.putAll(nextOffsets);
    }

    @Override
    public boolean beginsAtEnd() {
      return beginsAtEnd;
    }

    @Override
    public Map<Integer, Long> startingOffsets() {
      return start;
    }
  }
}
