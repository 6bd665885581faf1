package dev.recur.benchmark.bare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.benchmark.rig.Template;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command to its topic and its reply back, as the subscription-service has them: a producer, a
 * consumer without a group, and callers that wait. Nothing is encoded or decoded.
 */
final class RoundTrips implements AutoCloseable {

  /** What a command is known by, in its header and in its reply's. */
  static final String COMMAND_ID = "command-id";

  private static final Logger LOG = LoggerFactory.getLogger(RoundTrips.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int ANSWERED_WITHIN_SECONDS = 10;
  private static final int FAILED = 1;

  private final String commands;
  private final List<Template> patterns;
  private final List<byte[]> values;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> consumer;
  private final ConcurrentMap<String, CompletableFuture<byte[]>> pending =
      new ConcurrentHashMap<>();
  private final AtomicInteger sent = new AtomicInteger();

  /**
   * Reads replies from now on.
   *
   * @param patterns commands as they were, whose turn it is one after the other
   */
  RoundTrips(KafkaSettings settings, String commands, String replies, List<Template> patterns) {
    this.commands = commands;
    this.patterns = List.copyOf(patterns);
    this.values = patterns.stream().map(Template::bytes).toList();
    producer = ByteClients.producer(settings.producer());
    consumer = ByteClients.consumer(settings.consumer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(replies).stream()
            .map(it -> new TopicPartition(replies, it.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    var _ = Thread.ofPlatform().daemon().name("follow-replies").start(this::follow);
  }

  /**
   * Sends a command and waits for its reply.
   *
   * @return the reply's bytes
   * @throws IllegalStateException when there is none within 10 s
   */
  byte[] ask() {
    int nth = Math.floorMod(sent.getAndIncrement(), patterns.size());
    String commandId = UUID.randomUUID().toString();
    CompletableFuture<byte[]> reply = new CompletableFuture<>();
    pending.put(commandId, reply);
    try {
      Future<?> _ =
          producer.send(
              record(patterns.get(nth), values.get(nth), commandId),
              (_, error) -> {
                if (error != null) {
                  reply.completeExceptionally(error);
                }
              });
      return reply.get(ANSWERED_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("No reply", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted.", e);
    } finally {
      pending.remove(commandId);
    }
  }

  private ProducerRecord<byte[], byte[]> record(Template pattern, byte[] value, String commandId) {
    byte[] key =
        commandId.replace("-", "").repeat(2).substring(0, pattern.keyBytes()).getBytes(UTF_8);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(commands, key, value);
    pattern.putHeaders(record.headers());
    record.headers().remove(COMMAND_ID).add(COMMAND_ID, commandId.getBytes(UTF_8));
    return record;
  }

  private void follow() {
    try {
      while (true) {
        consumer.poll(POLL).forEach(this::take);
      }
    } catch (RuntimeException e) {
      // Whatever it was: without replies every caller would wait in vain.
      LOG.atError().setCause(e).log("Replies are no longer read");
      Runtime.getRuntime().halt(FAILED);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    Header id = record.headers().lastHeader(COMMAND_ID);
    CompletableFuture<byte[]> waiting = pending.get(new String(id.value(), UTF_8));
    if (waiting != null) {
      waiting.complete(record.value());
    }
  }

  /** Ends the producer; the consumer ends with the process. */
  @Override
  public void close() {
    producer.close();
  }
}
