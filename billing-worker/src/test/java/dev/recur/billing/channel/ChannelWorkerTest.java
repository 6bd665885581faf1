package dev.recur.billing.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.Money;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.Purpose;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.kafka.DeadLetterSink;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.serde.RegistryOnLoopback;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelWorkerTest {

  private static final TopicPartition PARTITION =
      new TopicPartition(Topics.CHARGE_REQUESTS.name(), 0);

  private static final int CALLS_MAX = 16;
  private static final int READ_AHEAD_MAX = 4_000;

  /** A subscription about which the channel says nothing for long. */
  private static final String SILENT = "S-SILENT";

  private final CountDownLatch silence = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong committed = new AtomicLong();
  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final RecordCodecs codecs =
      RecordCodecs.from(
          Map.of("schema.registry.url", registry.url(), "auto.register.schemas", "true"));
  private final Queue<KafkaException> commitFailures = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> ends = new ConcurrentLinkedQueue<>();
  private final MockConsumer<byte[], byte[]> consumer = new Committing();
  private final MockProducer<byte[], byte[]> producer = new Lingering();
  private final NoDeadLetters deadLetters = new NoDeadLetters();

  /** Until it is over, a producer does not close: it waits for its broker. */
  private volatile CountDownLatch absence = new CountDownLatch(0);

  private final ChannelWorker worker =
      new ChannelWorker(
          new ChannelSettings("http://nowhere", Duration.ofSeconds(1), CALLS_MAX, READ_AHEAD_MAX),
          () -> {},
          consumer,
          producer,
          codecs,
          new RequestHandler(new Paying(), Duration.ofSeconds(1), InstantSource.system()),
          deadLetters,
          (_, cause) -> ends.add(cause));

  @AfterEach
  void close() {
    silence.countDown();
    absence.countDown();
    worker.close();
    codecs.close();
    registry.close();
  }

  @Test
  void request_shouldBeAnswered_andThenCommitted() {
    begin();
    request(0);
    await().until(() -> committed() == 1);
    assertThat(producer.history()).hasSize(1);
  }

  static Stream<KafkaException> noLongerInTheGroup() {
    return Stream.of(new CommitFailedException(), new RebalanceInProgressException());
  }

  /**
   * After a broker's absence, or a step of the clock, the group counts this reader out. That is no
   * reason to end the process, and the billing run with it: it joins again.
   */
  @ParameterizedTest
  @MethodSource("noLongerInTheGroup")
  void commitOfWhoWasCountedOut_shouldNotEndTheReader(KafkaException refusal) {
    commitFailures.add(refusal);
    begin();
    request(0);
    await().until(commitFailures::isEmpty);
    request(1);
    await().until(() -> !ends.isEmpty() || committed() == 2);
    assertThat(ends).isEmpty();
    assertThat(worker.isRunning()).isTrue();
    assertThat(producer.history()).hasSize(2);
  }

  /** Another process has this one's name: there must not be two. */
  @Test
  void commitOfWhoWasReplaced_shouldEndTheReader() {
    commitFailures.add(new FencedInstanceIdException("replaced"));
    begin();
    request(0);
    await().until(() -> !ends.isEmpty());
    assertThat(ends.element()).isInstanceOf(FencedInstanceIdException.class);
  }

  /** Without a broker a producer takes two minutes to close: nobody would know for so long. */
  @Test
  void fault_shouldBeToldBeforeAnythingIsClosed() {
    absence = new CountDownLatch(1);
    commitFailures.add(new FencedInstanceIdException("replaced"));
    begin();
    request(0);
    await().until(() -> !ends.isEmpty());
    absence.countDown();
    await().until(() -> producer.closed() && consumer.closed());
  }

  /** Its answer takes its whole deadline, and that of the next: nobody else's does. */
  @Test
  void silenceAboutOne_shouldKeepNobodyElseWaiting() {
    begin();
    request(0, SILENT);
    request(1, SILENT);
    for (int offset = 2; offset < 2_000; offset++) {
      request(offset, "S" + offset);
    }
    await().until(() -> producer.history().size() == 1_998);
    assertThat(committed()).isZero();
    silence.countDown();
    await().until(() -> committed() == 2_000);
    assertThat(producer.history()).hasSize(2_000);
  }

  /** A channel is asked no more at a time than it was said to bear. */
  @Test
  void calls_shouldBeAsManyAtATimeAsIsSet() {
    begin();
    for (int offset = 0; offset < 4 * CALLS_MAX; offset++) {
      request(offset, SILENT + offset);
    }
    await().until(() -> asked.get() == CALLS_MAX);
    await().during(Duration.ofMillis(200)).until(() -> asked.get() == CALLS_MAX);
    silence.countDown();
    await().until(() -> committed() == 4 * CALLS_MAX);
  }

  /** What a crash has presented again is bounded, and so is what lies in memory. */
  @Test
  void silenceAboutOne_shouldEndTheReadingSomewhere() {
    begin();
    request(0, SILENT);
    for (int offset = 1; offset < 10_000; offset++) {
      request(offset, "S" + offset);
    }
    await().until(() -> !consumer.paused().isEmpty());
    await()
        .during(Duration.ofMillis(300))
        .until(() -> producer.history().size() < READ_AHEAD_MAX + 256);
    silence.countDown();
    await().until(() -> committed() == 10_000);
  }

  @Test
  void end_shouldAwaitWhatTheChannelWasAsked_andBeginNothingMore() {
    begin();
    request(0, SILENT);
    request(1, SILENT);
    await().until(() -> asked.get() == 1);
    Thread closing = Thread.ofVirtual().start(worker::close);
    await().until(() -> !worker.isRunning());
    silence.countDown();
    await().until(() -> !closing.isAlive());
    assertThat(producer.history()).hasSize(1);
    assertThat(asked).hasValue(1);
    assertThat(ends).isEmpty();
  }

  /** What was read in the moment of the end waits for the next process: it may take seconds. */
  @Test
  void end_shouldBeginNothingOfWhatIsJustRead() {
    begin();
    AtomicReference<Thread> closing = new AtomicReference<>();
    consumer.schedulePollTask(
        () -> {
          closing.set(Thread.ofVirtual().start(worker::close));
          await().until(() -> !worker.isRunning());
          for (int offset = 0; offset < 256; offset++) {
            consumer.addRecord(record(offset, "S" + offset));
          }
        });
    await().until(() -> closing.get() != null && !closing.get().isAlive());
    assertThat(asked).hasValue(0);
    assertThat(producer.history()).isEmpty();
    assertThat(committed()).isZero();
    assertThat(ends).isEmpty();
  }

  @Test
  void end_shouldCloseEverything() {
    begin();
    worker.close();
    assertThat(consumer.closed()).isTrue();
    assertThat(producer.closed()).isTrue();
    assertThat(deadLetters.isClosed()).isTrue();
  }

  @Test
  void partitionThatGoesElsewhere_shouldBeCommittedAsFarAsItIsDone() {
    begin();
    request(0);
    request(1, SILENT);
    await().until(() -> producer.history().size() == 1 && asked.get() == 2);
    consumer.schedulePollTask(() -> consumer.rebalance(List.of()));
    await().until(() -> consumer.assignment().isEmpty());
    assertThat(committed()).isEqualTo(1);
    silence.countDown();
    await().until(() -> producer.history().size() == 2);
    assertThat(committed()).isEqualTo(1);
    assertThat(ends).isEmpty();
  }

  private void begin() {
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(PARTITION));
          consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        });
    worker.start();
    await().until(() -> !consumer.assignment().isEmpty());
  }

  private void request(long offset) {
    request(offset, "S1");
  }

  private void request(long offset, String subscriptionId) {
    consumer.schedulePollTask(() -> consumer.addRecord(record(offset, subscriptionId)));
  }

  private ConsumerRecord<byte[], byte[]> record(long offset, String subscriptionId) {
    ChargeRequest request =
        ChargeRequest.newBuilder()
            .setKey(subscriptionId + "P" + offset + "/1")
            .setSubscriptionId(subscriptionId)
            .setClientId("SANDBOX_1")
            .setPaymentId(subscriptionId + "P" + offset)
            .setAttempt(1)
            .setOperation(ChannelOperation.CHARGE)
            .setPurpose(new Purpose(PurposeKind.PERIOD, 1, null))
            .setAmount(new Money(1999L, "USD"))
            .setPaymentMethod(new PaymentMethod("GCASH", null))
            .setAt(Instant.now())
            .setPresentUntil(Instant.now().plusSeconds(60))
            .build();
    return new ConsumerRecord<>(
        PARTITION.topic(),
        PARTITION.partition(),
        offset,
        subscriptionId.getBytes(UTF_8),
        codecs.of(Topics.CHARGE_REQUESTS).encode(request));
  }

  private long committed() {
    return committed.get();
  }

  /** A consumer whose commits fail as often as is asked for. */
  private final class Committing extends MockConsumer<byte[], byte[]> {

    Committing() {
      super("earliest");
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
      KafkaException failure = commitFailures.poll();
      if (failure != null) {
        throw failure;
      }
      super.commitSync(offsets);
      offsets.values().forEach(position -> committed.set(position.offset()));
    }
  }

  private final class Lingering extends MockProducer<byte[], byte[]> {

    Lingering() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void close() {
      close(Duration.ofMinutes(2));
    }

    @Override
    public void close(Duration timeout) {
      try {
        var _ = absence.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      super.close(timeout);
    }
  }

  private final class Paying implements PaymentChannel {

    @Override
    public ChannelReply charge(ChannelOrder order, Duration deadline) {
      asked.incrementAndGet();
      if (order.subscriptionId().startsWith(SILENT)) {
        keepSilent();
      }
      return new ChannelReply(
          ChargeOutcome.SUCCEEDED, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private void keepSilent() {
      try {
        silence.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public ChannelReply refund(ChannelOrder order, Duration deadline) {
      return charge(order, deadline);
    }

    @Override
    public ChannelReply inquire(String key, Instant at, Duration deadline) {
      return ChannelReply.unknown("nobody asks here");
    }

    @Override
    public void close() {}
  }

  private static final class NoDeadLetters implements DeadLetterSink {

    private volatile boolean closed;

    boolean isClosed() {
      return closed;
    }

    @Override
    public void put(ConsumerRecord<byte[], byte[]> record, String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
