package dev.recur.notifier.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.queue.Replay;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.kafka.Cures;
import dev.recur.schemas.kafka.ProcessExit;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Reads webhook.deliveries once more, on a thread and a consumer of its own, for all replays of the
 * process. Each request reads for a bounded time, so that they take turns. What cannot be read any
 * more is passed over: it became a dead letter when it was new.
 */
public final class ReplayReader implements ReplaySource, AutoCloseable {

  private static final Duration POLL_MAX = Duration.ofMillis(200);
  private static final Duration SLICE_MAX = Duration.ofMillis(500);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final Supplier<Consumer<byte[], byte[]>> makeConsumer;
  private final RecordCodec<WebhookDelivery> codec;
  private final ProcessExit exit;
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private final Thread thread;
  private @Nullable Consumer<byte[], byte[]> consumer;
  private volatile boolean closed;

  private record Asked(Request request, Queue<Batch> answers) {}

  /**
   * A reader. It begins to work with the first request.
   *
   * @param makeConsumer makes the consumer that it reads with, and closes
   */
  public ReplayReader(
      Supplier<Consumer<byte[], byte[]>> makeConsumer,
      RecordCodec<WebhookDelivery> codec,
      ProcessExit exit) {
    this.makeConsumer = makeConsumer;
    this.codec = codec;
    this.exit = exit;
    this.thread = Thread.ofPlatform().daemon().name("replays").start(this::run);
  }

  @Override
  public Reading open() {
    Queue<Batch> answers = new ConcurrentLinkedQueue<>();
    return new Reading() {
      @Override
      public void ask(Request request) {
        asked.add(new Asked(request, answers));
      }

      @Override
      public Optional<Batch> poll() {
        return Optional.ofNullable(answers.poll());
      }
    };
  }

  private void run() {
    try {
      while (!closed) {
        Asked next = asked.take();
        next.answers().add(read(next.request()));
      }
    } catch (InterruptedException
        | WakeupException
        | org.apache.kafka.common.errors.InterruptException e) {
      // Closed; nothing else interrupts it.
    } catch (Throwable e) {
      exit.exit("Reading deliveries for a replay ended: " + Cures.of(e), e);
    } finally {
      if (consumer != null) {
        consumer.close(CloseOptions.timeout(CLOSE_MAX));
      }
    }
  }

  private Batch read(Request request) {
    if (consumer == null) {
      consumer = makeConsumer.get();
    }
    Consumer<byte[], byte[]> reader = consumer;
    TopicPartition at = new TopicPartition(Topics.WEBHOOK_DELIVERIES.name(), request.partition());
    reader.assign(Set.of(at));
    Replay replay = request.replay();
    long end = replay.endOffset();
    long next = replay.nextOffset();
    if (next == Replay.UNKNOWN) {
      end = reader.endOffsets(Set.of(at)).getOrDefault(at, 0L);
      next = beginning(reader, at, replay, end);
    }
    reader.seek(at, next);
    return read(reader, at, new Span(request, next, end));
  }

  /** Records before the first one with this time or a later one are all older. */
  private static long beginning(
      Consumer<byte[], byte[]> reader, TopicPartition at, Replay replay, long end) {
    // Kafka takes no time before 1970, and a replay that stops this would do so at every start.
    long sinceMs = Math.max(0, replay.filter().since().toEpochMilli());
    Map<TopicPartition, OffsetAndTimestamp> found = reader.offsetsForTimes(Map.of(at, sinceMs));
    OffsetAndTimestamp first = found.get(at);
    return first == null ? end : first.offset();
  }

  private Batch read(Consumer<byte[], byte[]> reader, TopicPartition at, Span span) {
    long deadline = System.nanoTime() + SLICE_MAX.toNanos();
    try {
      while (!span.isOver() && System.nanoTime() < deadline && !closed) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL_MAX).records(at)) {
          span.take(record);
          if (span.isOver()) {
            return span.batch();
          }
        }
        // Also over the marks that transactions leave.
        span.next = Math.max(span.next, reader.position(at));
      }
    } catch (OffsetOutOfRangeException e) {
      // The topic let go of it, because its time was over: on with the oldest there is.
      span.next = Math.max(span.next, reader.beginningOffsets(Set.of(at)).getOrDefault(at, 0L));
    }
    return span.batch();
  }

  /** What one request reads. */
  private final class Span {
    private final Request request;
    private final byte[] lane;
    private final List<Found> found = new ArrayList<>();
    private final long end;
    private long next;
    private Instant reached;

    private Span(Request request, long next, long end) {
      this.request = request;
      this.lane = request.lane().getBytes(UTF_8);
      this.next = next;
      this.end = end;
      this.reached = request.replay().reached();
    }

    private boolean isOver() {
      return next >= end || found.size() >= request.max();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
      next = record.offset() + 1;
      reached = Instant.ofEpochMilli(record.timestamp());
      if (record.offset() < end && Arrays.equals(record.key(), lane)) {
        decode(record)
            .filter(request::isMeant)
            .ifPresent(
                delivery -> {
                  found.add(new Found(record.offset(), delivery));
                  if (request.replay().filter().deliveryId().isPresent()) {
                    next = end;
                  }
                });
      }
    }

    private Batch batch() {
      return new Batch(request, found, Math.min(next, end), end, reached);
    }
  }

  private Optional<WebhookDelivery> decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(codec.decode(record.value()));
    } catch (UndecodableRecordException e) {
      return Optional.empty();
    }
  }

  /** Ends after the request that is being answered. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
