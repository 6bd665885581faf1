package dev.recur.schemas.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.schemas.avro.ClockTick;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TopicFollowerTest {

  private static final String TOPIC = Topics.CLOCK_TICKS.name();
  private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
  private static final TopicPartition P1 = new TopicPartition(TOPIC, 1);
  private static final String BAD = "bad";
  private static final String SENSELESS = "senseless";
  private static final String REGISTRY_AWAY = "registry away";

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final Taken taken = new Taken();
  private final Aside aside = new Aside();
  private final List<String> exits = new CopyOnWriteArrayList<>();
  private final TopicFollower<ClockTick> follower =
      new TopicFollower<>(
          consumer,
          Topics.CLOCK_TICKS,
          TopicFollowerTest::decode,
          taken,
          aside,
          (what, _) -> exits.add(what));

  @AfterEach
  void close() {
    follower.close();
  }

  @Test
  void whatIsThere_shouldBeTakenInOrderBeforeItHasCaughtUp() throws Exception {
    topicWith(Map.of(P0, 2L, P1, 1L));
    add(record(P0, 0, "a", "1"), record(P0, 1, "b", "2"), record(P1, 0, "c", "3"));

    follower.start();
    follower.caughtUp().get(10, TimeUnit.SECONDS);

    assertThat(follower.isCaughtUp()).isTrue();
    assertThat(taken.records).containsExactlyInAnyOrder("a=1", "b=2", "c=3");
    assertThat(taken.records.indexOf("a=1")).isLessThan(taken.records.indexOf("b=2"));
    assertThat(taken.offsets).containsEntry(0, 2L).containsEntry(1, 1L);
    assertThat(exits).isEmpty();
  }

  @Test
  void whatComesLater_shouldBeTakenToo() throws Exception {
    topicWith(Map.of(P0, 0L, P1, 0L));
    follower.start();
    follower.caughtUp().get(10, TimeUnit.SECONDS);

    add(record(P1, 0, "late", "1"));

    await().untilAsserted(() -> assertThat(taken.records).containsExactly("late=1"));
    await().untilAsserted(() -> assertThat(taken.offsets).containsEntry(1, 1L));
  }

  @Test
  void topicThatIsRead_shouldBeCaughtUpWithBeforeItIsWaitedFor() throws Exception {
    topicWith(Map.of(P0, 0L, P1, 0L));
    CompletableFuture<Boolean> whenPolled = new CompletableFuture<>();
    consumer.schedulePollTask(() -> whenPolled.complete(follower.isCaughtUp()));

    follower.start();

    assertThat(whenPolled.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void listenerThatBeginsAtTheEnd_shouldTakeWhatComesAfterTheFollowerBegan() throws Exception {
    taken.beginsAtEnd = true;
    topicWith(Map.of(P0, 1L, P1, 0L));
    add(record(P0, 0, "before", "1"), record(P0, 1, "after", "2"));

    follower.start();
    follower.caughtUp().get(10, TimeUnit.SECONDS);

    await().untilAsserted(() -> assertThat(taken.records).containsExactly("after=2"));
    assertThat(exits).isEmpty();
  }

  @Test
  void closedWhileItWaitsForItsTopic_shouldNotSayThatItHasCaughtUp() {
    follower.start();
    follower.close();

    assertThat(follower.caughtUp()).isCompletedExceptionally();
    assertThat(follower.isCaughtUp()).isFalse();
    assertThat(exits).isEmpty();
  }

  @Test
  void deletion_shouldBeTakenWithoutValue() throws Exception {
    topicWith(Map.of(P0, 1L, P1, 0L));
    add(record(P0, 0, "a", null));

    follower.start();
    follower.caughtUp().get(10, TimeUnit.SECONDS);

    assertThat(taken.records).containsExactly("a=null");
  }

  @Test
  void undecodableRecord_shouldBePutAsideAndTheNextTaken() throws Exception {
    topicWith(Map.of(P0, 3L, P1, 0L));
    add(record(P0, 0, "a", BAD), record(P0, 1, null, "1"), record(P0, 2, "b", "2"));

    follower.start();
    follower.caughtUp().get(10, TimeUnit.SECONDS);

    assertThat(taken.records).containsExactly("b=2");
    assertThat(aside.reasons)
        .containsExactly(
            "0: these bytes are wrong",
            "1: The record has no key: write it with the key the catalogue names.");
    assertThat(exits).isEmpty();
  }

  @Test
  void recordThatCannotBePutAside_shouldNotBePassed() {
    aside.broken = true;
    topicWith(Map.of(P0, 2L, P1, 0L));
    add(record(P0, 0, "a", BAD), record(P0, 1, "b", "2"));

    follower.start();

    await().untilAsserted(() -> assertThat(exits).hasSize(1));
    assertThat(taken.records).isEmpty();
    assertThat(follower.isCaughtUp()).isFalse();
  }

  @Test
  void registryAway_shouldEndTheProcessAndPassNothing() {
    topicWith(Map.of(P0, 2L, P1, 0L));
    add(record(P0, 0, "a", REGISTRY_AWAY), record(P0, 1, "b", "2"));

    follower.start();

    await().untilAsserted(() -> assertThat(exits).hasSize(1));
    assertThat(exits.getFirst()).contains(TOPIC).contains(REGISTRY_AWAY);
    assertThat(taken.records).isEmpty();
    assertThat(aside.reasons).isEmpty();
    assertThat(follower.caughtUp()).isCompletedExceptionally();
  }

  @Test
  void valueThatMakesNoSense_shouldBePutAsideAndTheNextTaken() throws Exception {
    topicWith(Map.of(P0, 2L, P1, 0L));
    add(record(P0, 0, "a", SENSELESS), record(P0, 1, "b", "2"));

    follower.start();
    follower.caughtUp().get(10, TimeUnit.SECONDS);

    assertThat(taken.records).containsExactly("b=2");
    assertThat(aside.reasons).containsExactly("0: this makes no sense");
    assertThat(taken.offsets).containsEntry(0, 2L);
    assertThat(exits).isEmpty();
  }

  @Test
  void listenerThatFails_shouldEndTheProcessBeforeItKeepsOffsets() {
    taken.failing = true;
    topicWith(Map.of(P0, 1L, P1, 0L));
    add(record(P0, 0, "a", "1"));

    follower.start();

    await().untilAsserted(() -> assertThat(exits).hasSize(1));
    // Where it stands is where an operator looks when it is of a later release.
    assertThat(exits.getFirst()).contains("roll out readers first", P0 + ", offset 0");
    assertThat(taken.offsets).containsEntry(0, 0L);
  }

  @Test
  void offsetsThatWereKept_shouldBeGoneOnFrom() throws Exception {
    taken.start = Map.of(0, 1L);
    topicWith(Map.of(P0, 2L, P1, 1L));
    add(record(P0, 1, "b", "2"), record(P1, 0, "c", "3"));

    follower.start();
    follower.caughtUp().get(10, TimeUnit.SECONDS);

    assertThat(taken.records).containsExactlyInAnyOrder("b=2", "c=3");
  }

  @Test
  void offsetThatTheTopicNoLongerHolds_shouldBecomeItsBeginning() throws Exception {
    taken.start = Map.of(0, 1L);
    topicWith(Map.of(P0, 6L, P1, 0L));
    consumer.updateBeginningOffsets(Map.of(P0, 5L, P1, 0L));
    add(record(P0, 5, "f", "6"));

    follower.start();
    follower.caughtUp().get(10, TimeUnit.SECONDS);

    assertThat(taken.records).containsExactly("f=6");
  }

  @Test
  void offsetBeyondTheEnd_shouldEndTheProcessWithTheCure() {
    taken.start = Map.of(0, 7L);
    topicWith(Map.of(P0, 2L, P1, 0L));

    follower.start();

    await().untilAsserted(() -> assertThat(exits).hasSize(1));
    assertThat(exits.getFirst()).contains("offset 7").contains("delete this service's local store");
  }

  @Test
  void recordsGoneBeforeTheyWereRead_shouldBePassed() throws Exception {
    topicWith(Map.of(P0, 0L, P1, 0L));
    follower.start();
    follower.caughtUp().get(10, TimeUnit.SECONDS);

    consumer.schedulePollTask(
        () -> {
          consumer.updateBeginningOffsets(Map.of(P0, 5L, P1, 0L));
          consumer.setPollException(new OffsetOutOfRangeException(Map.of(P0, 0L)));
        });
    consumer.schedulePollTask(() -> consumer.addRecord(record(P0, 5, "f", "6")));

    await().untilAsserted(() -> assertThat(taken.records).containsExactly("f=6"));
    assertThat(exits).isEmpty();
  }

  @Test
  void topicThatIsMadeLater_shouldBeWaitedFor() throws Exception {
    follower.start();
    topicWith(Map.of(P0, 1L, P1, 0L));
    add(record(P0, 0, "a", "1"));

    follower.caughtUp().get(10, TimeUnit.SECONDS);

    assertThat(taken.records).containsExactly("a=1");
  }

  @Test
  void closedBeforeItHasCaughtUp_shouldSaySoAndLeaveTheProcess() {
    topicWith(Map.of(P0, 9L, P1, 0L));
    follower.start();
    await().until(() -> consumer.assignment().size() == 2);

    follower.close();

    assertThat(follower.caughtUp())
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CancellationException.class);
    assertThat(exits).isEmpty();
    assertThat(consumer.closed()).isTrue();
    assertThat(aside.closed).isTrue();
  }

  @Test
  void closedBeforeItWasStarted_shouldReleaseItsClients() {
    follower.close();

    assertThat(consumer.closed()).isTrue();
    assertThat(aside.closed).isTrue();
    assertThat(follower.caughtUp()).isCompletedExceptionally();
  }

  private void topicWith(Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> beginnings = new HashMap<>();
    ends.keySet().forEach(partition -> beginnings.put(partition, 0L));
    consumer.updateBeginningOffsets(beginnings);
    consumer.updateEndOffsets(ends);
    Node node = Node.noNode();
    consumer.updatePartitions(
        TOPIC,
        ends.keySet().stream()
            .map(p -> new PartitionInfo(TOPIC, p.partition(), node, new Node[0], new Node[0]))
            .toList());
  }

  @SafeVarargs
  private void add(ConsumerRecord<byte[], byte[]>... records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      consumer.schedulePollTask(() -> consumer.addRecord(record));
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(
      TopicPartition partition, long offset, @Nullable String key, @Nullable String value) {
    return new ConsumerRecord<>(
        partition.topic(), partition.partition(), offset, bytes(key), bytes(value));
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  private static ClockTick decode(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    return switch (text) {
      case BAD -> throw new UndecodableRecordException("these bytes are wrong", null);
      case REGISTRY_AWAY -> throw new IllegalStateException(REGISTRY_AWAY);
      default -> new ClockTick(text, Instant.EPOCH, false);
    };
  }

  private static final class Taken implements TopicListener<ClockTick> {
    final List<String> records = new CopyOnWriteArrayList<>();
    final Map<Integer, Long> offsets = new ConcurrentHashMap<>();
    volatile Map<Integer, Long> start = Map.of();
    volatile boolean failing;
    volatile boolean beginsAtEnd;

    @Override
    public void onRecord(TopicRecord<ClockTick> record) {
      if (failing) {
        throw new IllegalStateException("a later word: roll out readers first");
      }
      ClockTick value = record.value();
      if (value != null && value.getTestClockId().equals(SENSELESS)) {
        throw new UndecodableRecordException("this makes no sense", null);
      }
      records.add(record.key() + "=" + (value == null ? "null" : value.getTestClockId()));
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

  private static final class Aside implements DeadLetterSink {
    final List<String> reasons = new CopyOnWriteArrayList<>();
    volatile boolean broken;
    volatile boolean closed;

    @Override
    public void put(ConsumerRecord<byte[], byte[]> record, String reason) {
      if (broken) {
        throw new KafkaException("not acknowledged");
      }
      reasons.add(record.offset() + ": " + reason);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
