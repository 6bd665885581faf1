package dev.recur.schemas.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a whole topic, every partition of it, without a group: every instance of a service sees
 * every record. From the beginning, or from where its listener says; first what is there, then what
 * comes, until it is closed.
 *
 * <p>A record that cannot be read becomes a dead letter and the next one is read. As every instance
 * reads it at every start that covers it, it may become several. Anything else that goes wrong
 * stops the process.
 */
public final class TopicFollower<V extends SpecificRecord> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);

  private static final Duration POLL_MAX = Duration.ofMillis(500);
  private static final Duration TOPIC_WAIT_MAX = Duration.ofSeconds(60);
  private static final Duration TOPIC_ASK_EVERY = Duration.ofMillis(500);
  private static final Duration RELEASE_MAX = Duration.ofSeconds(2);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

  private final TopicSpec<V> topic;
  private final Function<byte[], V> decoder;
  private final TopicListener<V> listener;
  private final DeadLetterSink deadLetters;
  private final ProcessExit exit;
  private final Consumer<byte[], byte[]> consumer;
  private final Thread thread;

  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<Integer, Long> positions = new HashMap<>();

  /**
   * A follower, not yet started.
   *
   * @param codec names the topic, and reads its values
   * @param reader who reads, as dead letters name it
   */
  public TopicFollower(
      KafkaSettings settings,
      RecordCodec<V> codec,
      TopicListener<V> listener,
      String reader,
      ProcessExit exit) {
    this(
        ByteClients.consumer(settings.consumer()),
        codec.topic(),
        codec::decode,
        listener,
        new DeadLetterProducer(settings, reader),
        exit);
  }

  TopicFollower(
      Consumer<byte[], byte[]> consumer,
      TopicSpec<V> topic,
      Function<byte[], V> decoder,
      TopicListener<V> listener,
      DeadLetterSink deadLetters,
      ProcessExit exit) {
    this.consumer = consumer;
    this.topic = topic;
    this.decoder = decoder;
    this.listener = listener;
    this.deadLetters = deadLetters;
    this.exit = exit;
    this.thread = Thread.ofPlatform().daemon().name("follow-" + topic.name()).unstarted(this::run);
  }

  /** Begins to read, on a thread of its own. */
  public void start() {
    thread.start();
  }

  /**
   * Done once the listener has taken everything that was there when the follower began: at once,
   * before anything was fetched, where that is nothing. Fails when the follower ends before.
   */
  public CompletableFuture<Void> caughtUp() {
    return caughtUp.copy();
  }

  /** True once {@link #caughtUp} is done. */
  public boolean isCaughtUp() {
    return caughtUp.isDone() && !caughtUp.isCompletedExceptionally();
  }

  /** The topic it follows. */
  public TopicSpec<V> topic() {
    return topic;
  }

  /** Stops after the batch that is being taken; waits for that, but at most 10 s. */
  @Override
  public void close() {
    closing.countDown();
    if (thread.getState() == Thread.State.NEW) {
      release();
      return;
    }
    consumer.wakeup();
    try {
      if (!thread.join(CLOSE_MAX)) {
        LOG.atWarn().addKeyValue("topic", topic.name()).log("Follower did not end in time.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      follow();
    } catch (WakeupException e) {
      // Closed; nothing else wakes it up.
    } catch (Throwable e) {
      caughtUp.completeExceptionally(e);
      exit.exit("Following " + topic.name() + " ended: " + Cures.of(e), e);
    } finally {
      release();
    }
  }

  private void release() {
    consumer.close(CloseOptions.timeout(RELEASE_MAX));
    deadLetters.close();
    caughtUp.completeExceptionally(new CancellationException("closed before it had caught up"));
  }

  private void follow() throws InterruptedException {
    List<TopicPartition> partitions = awaitPartitions();
    if (closed()) {
      return;
    }
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    seekToStart(partitions, ends);
    // Before anything is waited for: whoever begins at the end has nothing to wait for.
    arrive(partitions, ends);
    while (!closed()) {
      ConsumerRecords<byte[], byte[]> records = poll();
      records.forEach(this::take);
      arrive(partitions, ends);
    }
  }

  private void arrive(List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
    tellPositions(partitions);
    if (!caughtUp.isDone() && hasPassed(ends)) {
      caughtUp.complete(null);
    }
  }

  private List<TopicPartition> awaitPartitions() throws InterruptedException {
    long deadline = System.nanoTime() + TOPIC_WAIT_MAX.toNanos();
    List<PartitionInfo> found = consumer.partitionsFor(topic.name());
    while (found.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "there is no topic " + topic.name() + "; run the deploy step that makes the topics");
      }
      if (closing.await(TOPIC_ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        return List.of();
      }
      found = consumer.partitionsFor(topic.name());
    }
    return found.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
  }

  private void seekToStart(List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
    if (listener.beginsAtEnd()) {
      // Not where they end by now: more may have come, and what is there when it begins is known.
      ends.forEach(consumer::seek);
      return;
    }
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
    Map<Integer, Long> kept = listener.startingOffsets();
    for (TopicPartition partition : partitions) {
      long beginning = offset(beginnings, partition);
      long start = kept.getOrDefault(partition.partition(), beginning);
      if (start > offset(ends, partition)) {
        throw lostPlace(partition, start);
      }
      consumer.seek(partition, Math.max(start, beginning));
    }
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    try {
      return consumer.poll(POLL_MAX);
    } catch (OffsetOutOfRangeException e) {
      goOnAtBeginning(e.offsetOutOfRangePartitions());
      return ConsumerRecords.empty();
    }
  }

  /** The topic let go of what was not read yet, because its time was over. */
  private void goOnAtBeginning(Map<TopicPartition, Long> lost) {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(lost.keySet());
    lost.forEach(
        (partition, wanted) -> {
          long beginning = offset(beginnings, partition);
          if (wanted > beginning) {
            throw lostPlace(partition, wanted);
          }
          LOG.atWarn()
              .addKeyValue("topic", partition.topic())
              .addKeyValue("partition", partition.partition())
              .addKeyValue("wanted", wanted)
              .addKeyValue("beginning", beginning)
              .log("Records were gone before they were read; going on with the oldest.");
          consumer.seek(partition, beginning);
        });
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      deadLetters.put(record, "The record has no key: write it with the key the catalogue names.");
      return;
    }
    try {
      listener.onRecord(decode(record));
    } catch (UndecodableRecordException e) {
      deadLetters.put(record, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "at %s-%d, offset %d".formatted(record.topic(), record.partition(), record.offset()), e);
    }
  }

  private TopicRecord<V> decode(ConsumerRecord<byte[], byte[]> record) {
    V value = record.value() == null ? null : decoder.apply(record.value());
    return new TopicRecord<>(
        new String(record.key(), UTF_8),
        value,
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.headers());
  }

  /**
   * Tells the listener how far it has come. Positions and not the records' offsets: they also move
   * over the marks that transactions leave.
   */
  private void tellPositions(List<TopicPartition> partitions) {
    Map<Integer, Long> moved = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long position = consumer.position(partition);
      Long before = positions.put(partition.partition(), position);
      if (before == null || before != position) {
        moved.put(partition.partition(), position);
      }
    }
    if (!moved.isEmpty()) {
      listener.onBatch(moved);
    }
  }

  private boolean hasPassed(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey().partition(), 0L) >= end.getValue());
  }

  private boolean closed() {
    return closing.getCount() == 0;
  }

  private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    return offsets.getOrDefault(partition, 0L);
  }

  private static IllegalStateException lostPlace(TopicPartition partition, long wanted) {
    return new IllegalStateException(
        "offset "
            + wanted
            + " of "
            + partition
            + " was read before and is no longer there, so this is not the topic it was; if that is"
            + " meant, delete this service's local store, which is then made again from the topic");
  }
}
