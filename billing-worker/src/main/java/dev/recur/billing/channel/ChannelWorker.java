package dev.recur.billing.channel;

import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.kafka.ByteClients;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads charge requests, has them handled and writes one result for each. An offset is committed
 * only when every result up to it is acknowledged by the broker; after a crash a request is
 * presented again under the same key, and the channel answers as before.
 */
public final class ChannelWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChannelWorker.class);

  /**
   * Most requests taken at once, and so most calls to the channel at a time. They are handled side
   * by side, those of one subscription in order.
   */
  static final int BATCH_RECORDS_MAX = 256;

  private static final Duration POLL_MAX = Duration.ofMillis(200);

  /**
   * How long a batch may take: every request of a batch on one subscription, each up to a deadline
   * of ten seconds. A dead process is noticed by its missing heartbeats, not by this.
   */
  private static final int BATCH_MS_MAX = 3_600_000;

  /** How long the deploy step that makes the topics may take. */
  private static final Duration TOPICS_WAIT_MAX = Duration.ofSeconds(60);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);
  private static final String SOURCE = "/recur/channel";

  private final Runnable awaitTopics;
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final RecordCodec<ChargeRequest> requests;
  private final RecordCodec<ChargeResult> results;
  private final RequestHandler handler;
  private final DeadLetterSink deadLetters;
  private final ProcessExit exit;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread thread;
  private volatile boolean ending;

  /**
   * A worker, not yet started.
   *
   * @param awaitTopics returns once the topics are there
   * @param consumer of the requests; closed in the end, and so is the producer
   */
  ChannelWorker(
      Runnable awaitTopics,
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      RecordCodecs codecs,
      RequestHandler handler,
      DeadLetterSink deadLetters,
      ProcessExit exit) {
    this.awaitTopics = awaitTopics;
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
      KafkaSettings settings,
      RecordCodecs codecs,
      RequestHandler handler,
      DeadLetterSink deadLetters,
      ProcessExit exit) {
    return new ChannelWorker(
        () -> awaitTopics(settings),
        ByteClients.consumer(consumerConfig(settings)),
        ByteClients.producer(settings.producer()),
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
   * Ends after the batch at hand; waits for that, but at most 10 s. The consumer is not woken: that
   * would break off the commit of a batch whose results are written.
   */
  @Override
  public void close() {
    ending = true;
    try {
      thread.join(CLOSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    calls.shutdownNow();
  }

  private static Map<String, Object> consumerConfig(KafkaSettings settings) {
    Map<String, Object> config = settings.consumer(Topics.CHANNEL_GROUP);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH_RECORDS_MAX);
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, BATCH_MS_MAX);
    // A group that lost its place must not guess: from the start it would present old keys again,
    // from the end it would leave requests without a result.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return config;
  }

  private void run() {
    try (consumer;
        producer) {
      awaitTopics.run();
      consumer.subscribe(List.of(Topics.CHARGE_REQUESTS.name()));
      while (!ending) {
        ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL_MAX);
        if (!batch.isEmpty()) {
          handle(batch);
          commit();
        }
      }
    } catch (Throwable e) {
      exit.exit(
          "The channel's reader ended: requests without a result are presented again under the same"
              + " keys once it runs again",
          e);
    }
  }

  /**
   * Commits, where the group still counts this reader in. It may not: the broker was away, or this
   * machine slept or its clock was put, longer than a member may be silent. Then it joins again
   * with the next poll, and whoever has its partitions reads on where it committed last; the
   * channel knows the keys that it is shown again.
   */
  private void commit() {
    try {
      consumer.commitSync();
    } catch (CommitFailedException | RebalanceInProgressException e) {
      LOG.atWarn()
          .addKeyValue("reason", e.getMessage())
          .log(
              "The group took this reader's partitions away meanwhile: it joins again, and its last"
                  + " requests are presented once more under the same keys");
    }
  }

  /** Before them, the group has no place to begin at, and a member of it would keep it from one. */
  private static void awaitTopics(KafkaSettings settings) {
    try (Admin admin = Admin.create(settings.admin())) {
      TopicSetup.awaitPartitions(admin, settings.subscriptionPartitions(), TOPICS_WAIT_MAX);
    }
  }

  private void handle(ConsumerRecords<byte[], byte[]> batch)
      throws ExecutionException, InterruptedException {
    Map<String, List<ConsumerRecord<byte[], byte[]>>> bySubscription = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      String key =
          record.key() == null ? "" : new String(record.key(), StandardCharsets.ISO_8859_1);
      bySubscription.computeIfAbsent(key, _ -> new ArrayList<>()).add(record);
    }
    List<Future<List<Future<RecordMetadata>>>> working = new ArrayList<>();
    for (List<ConsumerRecord<byte[], byte[]>> records : bySubscription.values()) {
      working.add(calls.submit(() -> handleInOrder(records)));
    }
    for (Future<List<Future<RecordMetadata>>> done : working) {
      for (Future<RecordMetadata> written : done.get()) {
        written.get();
      }
    }
  }

  private List<Future<RecordMetadata>> handleInOrder(List<ConsumerRecord<byte[], byte[]>> records) {
    List<Future<RecordMetadata>> written = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      ChargeRequest request;
      try {
        request = requests.decode(record.value());
      } catch (UndecodableRecordException e) {
        deadLetters.put(record, String.valueOf(e.getMessage()));
        continue;
      }
      written.add(producer.send(record(handler.handle(request), record)));
    }
    return written;
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
