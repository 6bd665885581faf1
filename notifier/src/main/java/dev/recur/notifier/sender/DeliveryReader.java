package dev.recur.notifier.sender;

import dev.recur.notifier.delivery.Shipment.Body;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.ProcessExit;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records of webhook.deliveries back, for everybody who sends: one thread and one consumer of
 * its own, which seeks to the lowest offset asked for in each partition and reads on from there. A
 * backlog is asked for in the order it lies there, so most of it has been read already when it is
 * asked for.
 */
public final class DeliveryReader implements BodySource, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryReader.class);

  /** More than attempts can be in the air; whoever comes then waits. */
  private static final int ASKS_MAX = 4_096;

  /** Records that are read over rather than sought over, up to the next that is asked for. */
  private static final int GAP_MAX = 500;

  private static final long AHEAD_BYTES_MAX = 16 * 1024 * 1024;

  /** One record is asked for at a time as often as many: do not bring a megabyte for each. */
  private static final int FETCH_BYTES = 256 * 1024;

  /** How long what was brought of a partition is kept after something of it was asked for. */
  private static final Duration KEPT = Duration.ofSeconds(10);

  private static final Duration POLL_MAX = Duration.ofMillis(100);
  private static final Duration IDLE_MAX = Duration.ofMillis(500);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  /** Longer than a broker is away while another takes its place. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  private record Ask(
      TopicPartition partition,
      long offset,
      long deadlineNanos,
      CompletableFuture<Optional<byte[]>> answer) {}

  private final String topic;
  private final Function<byte[], WebhookDelivery> decoder;
  private final Consumer<byte[], byte[]> consumer;
  private final ProcessExit exit;
  private final Duration answerMax;
  private final Thread thread;

  private final BlockingQueue<Ask> asks = new ArrayBlockingQueue<>(ASKS_MAX);
  private final ReadAhead ahead = new ReadAhead(AHEAD_BYTES_MAX);

  /** What is asked for and not read yet. Of the reading thread, as is what follows. */
  private final Map<TopicPartition, NavigableMap<Long, List<Ask>>> open = new HashMap<>();

  private final Map<TopicPartition, Long> positions = new HashMap<>();

  /** Which partitions are kept, and when something of them was asked for last. */
  private final Map<TopicPartition, Long> askedAtNanos = new HashMap<>();

  private volatile boolean closing;

  /** A reader, not yet started. */
  public DeliveryReader(
      KafkaSettings settings, RecordCodec<WebhookDelivery> codec, ProcessExit exit) {
    this(
        ByteClients.consumer(config(settings)),
        codec.topic().name(),
        codec::decode,
        exit,
        ANSWER_MAX);
  }

  DeliveryReader(
      Consumer<byte[], byte[]> consumer,
      String topic,
      Function<byte[], WebhookDelivery> decoder,
      ProcessExit exit,
      Duration answerMax) {
    this.consumer = consumer;
    this.topic = topic;
    this.decoder = decoder;
    this.exit = exit;
    this.answerMax = answerMax;
    this.thread = Thread.ofPlatform().daemon().name("read-back").unstarted(this::run);
  }

  private static Map<String, Object> config(KafkaSettings settings) {
    Map<String, Object> config = settings.consumer();
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, GAP_MAX);
    return config;
  }

  /** Begins to answer, on a thread of its own. */
  public void start() {
    thread.start();
  }

  @Override
  public Fetched fetch(int partition, long offset) throws InterruptedException {
    TopicPartition at = new TopicPartition(topic, partition);
    byte[] known = ahead.take(at, offset);
    Optional<byte[]> value = known == null ? ask(at, offset) : Optional.of(known);
    return value
        .map(this::decoded)
        .orElseGet(
            () ->
                new Fetched.Lost(
                    "Offset %d of %s-%d is no longer kept.".formatted(offset, topic, partition)));
  }

  private Optional<byte[]> ask(TopicPartition at, long offset) throws InterruptedException {
    Ask ask =
        new Ask(at, offset, System.nanoTime() + answerMax.toNanos(), new CompletableFuture<>());
    asks.put(ask);
    if (closing) {
      throw new InterruptedException("closed");
    }
    try {
      return ask.answer().get();
    } catch (ExecutionException | CancellationException e) {
      InterruptedException interrupted = new InterruptedException("The reader has ended.");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /** How many are asked for and have not been looked for yet. */
  int asked() {
    return asks.size();
  }

  private Fetched decoded(byte[] value) {
    try {
      return new Fetched.Found(Body.of(decoder.apply(value)));
    } catch (UndecodableRecordException e) {
      return new Fetched.Lost("What lies there is no delivery: " + e.getMessage());
    }
  }

  private void run() {
    try {
      while (!closing) {
        takeAsks();
        if (!open.isEmpty()) {
          aim();
          poll().forEach(this::took);
          passOver();
          checkInTime();
        }
      }
    } catch (WakeupException e) {
      // Closed; nothing else wakes it up.
    } catch (Throwable e) {
      exit.exit("Reading " + topic + " back ended: check that the brokers can be reached.", e);
    } finally {
      closing = true;
      consumer.close(CloseOptions.timeout(CLOSE_MAX));
      endAsks();
    }
  }

  /** Takes everything that was asked for meanwhile; waits only where there is nothing to read. */
  private void takeAsks() throws InterruptedException {
    Ask ask = open.isEmpty() ? asks.poll(IDLE_MAX.toMillis(), TimeUnit.MILLISECONDS) : asks.poll();
    while (ask != null) {
      byte[] known = ahead.take(ask.partition(), ask.offset());
      if (known == null) {
        open.computeIfAbsent(ask.partition(), _ -> new TreeMap<>())
            .computeIfAbsent(ask.offset(), _ -> new ArrayList<>())
            .add(ask);
      } else {
        ask.answer().complete(Optional.of(known));
      }
      ask = asks.poll();
    }
  }

  /**
   * Goes to where the first that is asked for lies, unless it comes soon anyway. A partition of
   * which nothing is asked for keeps what was brought of it already: soon something is.
   */
  private void aim() {
    long now = System.nanoTime();
    open.keySet().forEach(partition -> askedAtNanos.put(partition, now));
    askedAtNanos.values().removeIf(askedAt -> now - askedAt > KEPT.toNanos());
    Set<TopicPartition> kept = new HashSet<>(askedAtNanos.keySet());
    if (!consumer.assignment().equals(kept)) {
      consumer.assign(kept);
      positions.keySet().retainAll(kept);
    }
    kept.removeAll(open.keySet());
    consumer.pause(kept);
    consumer.resume(open.keySet());
    open.forEach(
        (partition, wanted) -> {
          long lowest = wanted.firstKey();
          Long position = positions.get(partition);
          if (position == null || lowest < position || lowest > position + GAP_MAX) {
            consumer.seek(partition, lowest);
            positions.put(partition, lowest);
          }
        });
  }

  private ConsumerRecords<byte[], byte[]> poll() throws InterruptedException {
    try {
      return consumer.poll(POLL_MAX);
    } catch (OffsetOutOfRangeException e) {
      Set<TopicPartition> outside = e.offsetOutOfRangePartitions().keySet();
      consumer.beginningOffsets(outside).forEach(this::beginsAt);
      outside.forEach(positions::remove);
      // What lies after the end is there soon, or this is not the topic it was.
      Thread.sleep(POLL_MAX);
      return ConsumerRecords.empty();
    }
  }

  private void took(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    byte @Nullable [] value = record.value();
    List<Ask> wanted = wanted(partition).remove(record.offset());
    if (wanted != null) {
      wanted.forEach(ask -> ask.answer().complete(Optional.ofNullable(value)));
    } else if (value != null) {
      ahead.put(partition, record.offset(), value);
    }
  }

  /** What was asked for and was not among what was read is not there. */
  private void passOver() {
    for (TopicPartition partition : List.copyOf(open.keySet())) {
      Long from = positions.get(partition);
      if (from != null) {
        long position = consumer.position(partition);
        positions.put(partition, position);
        beginsAt(partition, position);
      }
    }
    open.values().removeIf(Map::isEmpty);
  }

  private void beginsAt(TopicPartition partition, long offset) {
    NavigableMap<Long, List<Ask>> gone = wanted(partition).headMap(offset, false);
    for (Map.Entry<Long, List<Ask>> entry : gone.entrySet()) {
      LOG.atWarn()
          .addKeyValue("partition", partition.partition())
          .addKeyValue("offset", entry.getKey())
          .log("A delivery's record is no longer kept; it cannot be sent.");
      entry.getValue().forEach(ask -> ask.answer().complete(Optional.empty()));
    }
    gone.clear();
  }

  private NavigableMap<Long, List<Ask>> wanted(TopicPartition partition) {
    return open.getOrDefault(partition, new TreeMap<>());
  }

  private void checkInTime() {
    long now = System.nanoTime();
    open.forEach(
        (partition, wanted) -> {
          Ask oldest = wanted.firstEntry().getValue().getFirst();
          if (now - oldest.deadlineNanos() > 0) {
            throw new IllegalStateException(
                "offset %d of %s could not be read within %d s"
                    .formatted(oldest.offset(), partition, answerMax.toSeconds()));
          }
        });
  }

  private void endAsks() {
    List<Ask> left = new ArrayList<>();
    open.values().forEach(wanted -> wanted.values().forEach(left::addAll));
    asks.drainTo(left);
    left.forEach(ask -> ask.answer().cancel(false));
  }

  /** Stops; whoever waits for an answer is told that the process ends. */
  @Override
  public void close() {
    closing = true;
    if (thread.getState() == Thread.State.NEW) {
      consumer.close(CloseOptions.timeout(CLOSE_MAX));
      return;
    }
    consumer.wakeup();
    try {
      thread.join(CLOSE_MAX.plusSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
