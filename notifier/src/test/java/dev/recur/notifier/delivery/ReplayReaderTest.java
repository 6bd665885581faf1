package dev.recur.notifier.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.notifier.delivery.ReplaySource.Batch;
import dev.recur.notifier.delivery.ReplaySource.Found;
import dev.recur.notifier.delivery.ReplaySource.Request;
import dev.recur.notifier.queue.Replay;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.serde.RegistryOnLoopback;
import dev.recur.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is read once more, and where it ends. */
@Timeout(30)
class ReplayReaderTest {

  private static final String LANE = "M E1";
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final TopicPartition AT = new TopicPartition(Topics.WEBHOOK_DELIVERIES.name(), 0);

  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final RecordCodecs codecs =
      RecordCodecs.from(
          Map.of("schema.registry.url", registry.url(), "auto.register.schemas", true));
  private final RecordCodec<WebhookDelivery> codec = codecs.of(Topics.WEBHOOK_DELIVERIES);
  private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
  private final List<String> exits = new CopyOnWriteArrayList<>();
  private final ReplayReader reader =
      new ReplayReader(TopicInMemory::new, codec, (what, _) -> exits.add(what));
  private final ReplaySource.Reading reading = reader.open();

  /** A consumer of what the test wrote; an offset is a place in its list. */
  private final class TopicInMemory extends MockConsumer<byte[], byte[]> {
    TopicInMemory() {
      super("none");
      updateEndOffsets(Map.of(AT, (long) log.size()));
      updateBeginningOffsets(Map.of(AT, 0L));
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times) {
      if (times.values().stream().anyMatch(time -> time < 0)) {
        throw new IllegalArgumentException("The target time cannot be negative."); // As Kafka's.
      }
      return times.entrySet().stream()
          .flatMap(
              time ->
                  log.stream()
                      .filter(record -> record.timestamp() >= time.getValue())
                      .limit(1)
                      .map(
                          record ->
                              Map.entry(
                                  time.getKey(),
                                  new OffsetAndTimestamp(record.offset(), record.timestamp()))))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
      super.seek(partition, offset);
      log.stream().filter(record -> record.offset() >= offset).forEach(this::addRecord);
    }
  }

  @BeforeEach
  void write() {
    for (int i = 0; i < 20; i++) {
      put(i % 2 == 0 ? LANE : "M E2", i % 4 == 0 ? "notifyPayment.SUCCESS" : "notifyRefund.FAIL");
    }
  }

  @AfterEach
  void stop() {
    reader.close();
    codecs.close();
    registry.close();
    assertThat(exits).isEmpty();
  }

  @Test
  void replay_shouldFindTheLanesDeliveriesOfItsTime_upToTheEnd() {
    Batch batch = read(replay(filter(4, 12)), 64);

    assertThat(batch.found()).extracting(Found::offset).containsExactly(4L, 6L, 8L, 10L);
    assertThat(batch.nextOffset()).isEqualTo(20);
    assertThat(batch.endOffset()).isEqualTo(20);
    assertThat(batch.reached()).isEqualTo(START.plusSeconds(19));
  }

  @Test
  void fullBatch_shouldSayWhereToGoOn() {
    Replay replay = replay(filter(0, 100));
    Batch first = read(replay, 3);
    assertThat(first.found()).extracting(Found::offset).containsExactly(0L, 2L, 4L);
    assertThat(first.nextOffset()).isEqualTo(5);

    Replay later = replay.advanced(3, first.nextOffset(), first.endOffset(), first.reached());
    assertThat(read(later, 3).found()).extracting(Found::offset).containsExactly(6L, 8L, 10L);
  }

  @Test
  void deliveryThatIsWantedAlone_shouldBeTheLastThatIsRead() {
    Replay.Filter filter =
        new Replay.Filter(
            START, START.plusSeconds(100), List.of(), Optional.empty(), Optional.of("D6"));
    Batch batch = read(replay(filter), 64);

    assertThat(batch.found()).extracting(Found::offset).containsExactly(6L);
    assertThat(batch.nextOffset()).isEqualTo(batch.endOffset());
  }

  @Test
  void typesThatAreNotListed_shouldBeLeftOut() {
    Replay.Filter filter =
        new Replay.Filter(
            START,
            START.plusSeconds(100),
            List.of("notifyPayment"),
            Optional.empty(),
            Optional.empty());

    assertThat(read(replay(filter), 64).found())
        .extracting(Found::offset)
        .containsExactly(0L, 4L, 8L, 12L, 16L);
  }

  @Test
  void whatCannotBeRead_shouldBePassedOver() {
    log.set(
        4, new ConsumerRecord<>(AT.topic(), 0, 4, LANE.getBytes(UTF_8), new byte[] {42, 1, 2, 3}));

    assertThat(read(replay(filter(0, 100)), 64).found())
        .extracting(Found::offset)
        .startsWith(0L, 2L, 6L);
  }

  @Test
  void replayOfATimeThatHasNothing_shouldBeAtItsEnd() {
    Batch batch = read(replay(filter(50, 60)), 64);

    assertThat(batch.found()).isEmpty();
    assertThat(batch.nextOffset()).isEqualTo(batch.endOffset());
  }

  /** A command that some other program wrote must not stop the process at every start. */
  @Test
  void replaySinceBefore1970_shouldBeginAtTheBeginning() {
    Replay.Filter filter =
        new Replay.Filter(
            Instant.ofEpochMilli(Long.MIN_VALUE),
            START.plusSeconds(100),
            List.of(),
            Optional.empty(),
            Optional.empty());

    assertThat(read(replay(filter), 2).found()).extracting(Found::offset).containsExactly(0L, 2L);
  }

  /** Nobody would be told of a replay that goes on no more. */
  @Test
  void errorThatEndsTheReading_shouldEndTheProcess() {
    Error error = new NoClassDefFoundError("a test's");
    List<Throwable> causes = new CopyOnWriteArrayList<>();
    Supplier<Consumer<byte[], byte[]>> broken =
        () -> {
          throw error;
        };
    try (ReplayReader other = new ReplayReader(broken, codec, (_, cause) -> causes.add(cause))) {
      other.open().ask(new Request(0, LANE, replay(filter(0, 100)), 64));

      await().untilAsserted(() -> assertThat(causes).containsExactly(error));
    }
  }

  private Batch read(Replay replay, int max) {
    reading.ask(new Request(0, LANE, replay, max));
    AtomicReference<Optional<Batch>> answer = new AtomicReference<>(Optional.empty());
    await()
        .until(
            () -> {
              answer.set(reading.poll());
              return answer.get().isPresent();
            });
    return answer.get().orElseThrow();
  }

  private static Replay replay(Replay.Filter filter) {
    return Replay.asked("R1", filter, START.plus(Duration.ofDays(1)));
  }

  private static Replay.Filter filter(int sinceSecond, int untilSecond) {
    return new Replay.Filter(
        START.plusSeconds(sinceSecond),
        START.plusSeconds(untilSecond),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private void put(String lane, String eventType) {
    int number = log.size();
    Instant at = START.plusSeconds(number);
    WebhookDelivery delivery =
        WebhookDelivery.newBuilder()
            .setDeliveryId("D" + number)
            .setEndpoint(lane)
            .setClientId("M")
            .setSubscriptionId("S1")
            .setSequence(number + 1)
            .setPreviousSequence(number)
            .setNotification("notifyPayment")
            .setUrl("https://e.example/hooks")
            .setBody(ByteBuffer.wrap(new byte[] {'{', '}'}))
            .setCreatedAt(at)
            .setEventType(eventType)
            .build();
    log.add(
        new ConsumerRecord<>(
            AT.topic(),
            0,
            number,
            at.toEpochMilli(),
            org.apache.kafka.common.record.TimestampType.CREATE_TIME,
            0,
            0,
            lane.getBytes(UTF_8),
            codec.encode(delivery),
            new org.apache.kafka.common.header.internals.RecordHeaders(),
            Optional.empty()));
  }
}
