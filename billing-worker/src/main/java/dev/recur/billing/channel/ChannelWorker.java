package dev.recur.billing.channel;

import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.Cures;
import dev.recur.schemas.kafka.DeadLetterSink;
import dev.recur.schemas.kafka.EventHeaders;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.ProcessExit;
import dev.recur.schemas.kafka.Traceparent;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.topic.TopicSetup;
import dev.recur.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads charge requests, has them handled and writes one result for each. They are handled side by
 * side, those of one subscription in order, so that one whose answer takes its whole deadline keeps
 * nobody else waiting. An offset is committed only when every result up to it is acknowledged by
 * the broker; after a crash a request is presented again under the same key, and the channel
 * answers as before.
 */
public final class ChannelWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChannelWorker.class);

  /** So many times the calls at a time are read and have no result yet: the next are at hand. */
  private static final int OPEN_PER_CALL = 4;

  private static final Duration POLL_MAX = Duration.ofMillis(200);

  /** The same while there are results to come, whose offsets are to be committed. */
  private static final Duration POLL_MAX_AT_WORK = Duration.ofMillis(20);

  private static final Duration COMMIT_EVERY = Duration.ofMillis(100);

  /** How long the deploy step that makes the topics may take. */
  private static final Duration TOPICS_WAIT_MAX = Duration.ofSeconds(60);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

  /**
   * How long a client may take to close. Nothing is lost by an early end: what was not acknowledged
   * was not committed.
   */
  private static final Duration CLIENT_CLOSE_MAX = Duration.ofSeconds(2);

  private static final String SOURCE = "/recur/channel";

  private final Runnable awaitTopics;
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final RecordCodec<ChargeRequest> requests;
  private final RecordCodec<ChargeResult> results;
  private final RequestHandler handler;
  private final DeadLetterSink deadLetters;
  private final ProcessExit exit;
  private final int openMax;
  private final int spanMax;
  private final RequestLines lines;
  private final OpenRequests open = new OpenRequests();

  /** The first that is met while requests are handled. */
  private final AtomicReference<@Nullable Fault> fault = new AtomicReference<>();

  private final Thread thread;
  private long committedAtNanos = System.nanoTime();
  private volatile boolean ending;

  /**
   * A worker, not yet started.
   *
   * @param settings how many requests are at work, and how many are read ahead
   * @param awaitTopics returns once the topics are there
   * @param consumer of the requests; closed in the end, and so are the producer and the dead
   *     letters
   */
  ChannelWorker(
      ChannelSettings settings,
      Runnable awaitTopics,
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      RecordCodecs codecs,
      RequestHandler handler,
      DeadLetterSink deadLetters,
      ProcessExit exit) {
    this.awaitTopics = awaitTopics;
    this.lines = new RequestLines(settings.callsMax());
    // Those behind one that waits long are done meanwhile, but not so many that nobody could go on
    // behind it.
    this.spanMax = settings.readAheadMax();
    this.openMax = Math.min(spanMax, OPEN_PER_CALL * settings.callsMax());
    this.consumer = consumer;
    this.producer = producer;
    this.requests = codecs.of(Topics.CHARGE_REQUESTS);
    this.results = codecs.of(Topics.CHARGE_RESULTS);
    this.handler = handler;
    this.deadLetters = deadLetters;
    this.exit = exit;
    this.thread = Thread.ofPlatform().name("channel").unstarted(this::run);
  }

  /** A worker on the real broker, not yet started. */
  static ChannelWorker of(
      KafkaSettings kafka,
      ChannelSettings settings,
      RecordCodecs codecs,
      RequestHandler handler,
      DeadLetterSink deadLetters,
      ProcessExit exit) {
    return new ChannelWorker(
        settings,
        () -> awaitTopics(kafka),
        ByteClients.consumer(consumerConfig(kafka, settings)),
        ByteClients.producer(kafka.producer()),
        codecs,
        handler,
        deadLetters,
        exit);
  }

  /** Starts to work, on a thread of its own. */
  public void start() {
    thread.start();
  }

  /** True while requests are being taken. */
  public boolean isRunning() {
    return thread.isAlive() && !ending;
  }

  /**
   * Begins no more requests; waits for the results of those that the channel was asked, but at most
   * 10 s. The consumer is not woken: that would break off a commit of what is done.
   */
  @Override
  public void close() {
    ending = true;
    // At once, and not when the thread comes to it: it may be about to hand out what it has read.
    lines.beginNothingMore();
    try {
      thread.join(CLOSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // In this order: who is putting a record aside is broken off, and keeps nobody from closing.
    lines.close();
    deadLetters.close();
  }

  private static Map<String, Object> consumerConfig(KafkaSettings kafka, ChannelSettings settings) {
    Map<String, Object> config = kafka.consumer(Topics.CHANNEL_GROUP);
    config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.callsMax());
    // A group that lost its place must not guess: from the start it would present old keys again,
    // from the end it would leave requests without a result.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return config;
  }

  private void run() {
    try {
      awaitTopics.run();
      consumer.subscribe(List.of(Topics.CHARGE_REQUESTS.name()), new Moves());
      while (!ending) {
        take();
        commit(COMMIT_EVERY);
      }
      if (!lines.end(CLOSE_MAX)) {
        LOG.atWarn()
            .log(
                "The channel has not answered all requests yet: those are presented again under the same"
                    + " keys");
      }
      producer.flush();
      commit(Duration.ZERO);
    } catch (Throwable e) {
      // Before anything is closed: without a broker that takes its time, and nobody would know.
      exit.exit(
          "The channel's reader ended, and requests without a result are presented again under the"
              + " same keys once it runs again: "
              + Cures.of(e),
          e);
    } finally {
      Utils.closeQuietly(() -> producer.close(CLIENT_CLOSE_MAX), "the producer of results");
      Utils.closeQuietly(
          () -> consumer.close(CloseOptions.timeout(CLIENT_CLOSE_MAX)), "the consumer of requests");
    }
  }

  /** Reads on, where there is room, and hands out what comes. */
  private void take() {
    if (open.count() >= openMax || open.span() >= spanMax) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
    }
    ConsumerRecords<byte[], byte[]> batch =
        consumer.poll(open.count() == 0 ? POLL_MAX : POLL_MAX_AT_WORK);
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      open.took(partition(record), record.offset());
      String key =
          record.key() == null ? "" : new String(record.key(), StandardCharsets.ISO_8859_1);
      lines.add(key, () -> answer(record));
    }
    batch.nextOffsets().forEach((partition, next) -> open.readTo(partition, next.offset()));
    throwFault();
  }

  /** What ended it, and at which request. */
  private record Fault(ConsumerRecord<byte[], byte[]> record, Throwable cause) {}

  private void throwFault() {
    Fault first = fault.get();
    if (first != null) {
      throw new IllegalStateException(
          "The request at %s, offset %d, could not be handled"
              .formatted(partition(first.record()), first.record().offset()),
          first.cause());
    }
  }

  /**
   * Commits what is done, where the group still counts this reader in. It may not: the broker was
   * away, or this machine slept or its clock was put, longer than a member may be silent. Then it
   * joins again with the next poll, and whoever has its partitions reads on where it committed
   * last; the channel knows the keys that it is shown again.
   *
   * @param every how long after the last time at the earliest
   */
  private void commit(Duration every) {
    if (System.nanoTime() - committedAtNanos < every.toNanos()) {
      return;
    }
    committedAtNanos = System.nanoTime();
    Map<TopicPartition, Long> positions = open.toCommit();
    if (positions.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(
          positions.entrySet().stream()
              .collect(
                  Collectors.toMap(Map.Entry::getKey, it -> new OffsetAndMetadata(it.getValue()))));
      open.committed(positions);
    } catch (CommitFailedException | RebalanceInProgressException e) {
      LOG.atWarn()
          .addKeyValue("reason", e.getMessage())
          .log(
              "The group took this reader's partitions away meanwhile: it joins again, and its last"
                  + " requests are presented once more under the same keys");
    }
  }

  /** Partitions that go to other readers. What is at work is answered all the same, by both. */
  private final class Moves implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commit(Duration.ZERO);
      open.forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      open.forget(partitions);
    }
  }

  /** Before them, the group has no place to begin at, and a member of it would keep it from one. */
  private static void awaitTopics(KafkaSettings settings) {
    try (Admin admin = Admin.create(settings.admin())) {
      TopicSetup.awaitPartitions(admin, settings.subscriptionPartitions(), TOPICS_WAIT_MAX);
    }
  }

  private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  /** The first fault ends the reader: what it has not committed is presented again. */
  private void answer(ConsumerRecord<byte[], byte[]> record) {
    try {
      Optional<ChargeRequest> request = decoded(record);
      if (request.isPresent()) {
        var _ =
            producer.send(
                record(handler.handle(request.get()), record), (_, e) -> written(record, e));
      } else {
        open.done(partition(record), record.offset());
      }
    } catch (Throwable e) {
      fault.compareAndSet(null, new Fault(record, e));
      throw e;
    }
  }

  private void written(ConsumerRecord<byte[], byte[]> record, @Nullable Exception e) {
    if (e == null) {
      open.done(partition(record), record.offset());
    } else {
      fault.compareAndSet(null, new Fault(record, e));
    }
  }

  /** Empty where it is none; it is put aside then. */
  private Optional<ChargeRequest> decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(requests.decode(record.value()));
    } catch (UndecodableRecordException e) {
      deadLetters.put(record, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private ProducerRecord<byte[], byte[]> record(
      ChargeResult result, ConsumerRecord<byte[], byte[]> cause) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topics.CHARGE_RESULTS.name(),
            result.getSubscriptionId().getBytes(StandardCharsets.UTF_8),
            results.encode(result));
    EventHeaders.putTraceparent(
        record.headers(),
        EventHeaders.traceparent(cause.headers())
            .map(Traceparent::child)
            .orElseGet(Traceparent::root));
    EventHeaders.putCloudEvent(
        record.headers(),
        result.getKey() + "/" + result.getOperation() + "/" + result.getInquiry() + "/result",
        SOURCE,
        "dev.recur.charge." + result.getOutcome(),
        result.getAnsweredAt(),
        result.getSubscriptionId());
    return record;
  }
}
