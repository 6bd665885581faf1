package dev.recur.benchmark.rig;

import dev.recur.schemas.kafka.ByteClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what is committed to a topic from now on, as whoever depends on it would, and cheaply: it
 * is part of every measurement, on both sides of a ratio.
 */
public final class CommittedReader implements AutoCloseable {

  private static final int FETCH_BYTES_MIN = 256 * 1024;
  private static final int FETCH_WAIT_MS_MAX = 50;
  private static final Duration POLL = Duration.ofMillis(20);

  private final String topic;
  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private long read;

  /**
   * From its present end on.
   *
   * @param config of a consumer without a group
   */
  public CommittedReader(Map<String, Object> config, String topic) {
    this(frugal(config), topic, 0);
  }

  private CommittedReader(Map<String, Object> config, String topic, long read) {
    this.topic = topic;
    this.read = read;
    consumer = ByteClients.consumer(config);
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(it -> new TopicPartition(topic, it.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** One that reads as soon as there is something: where it matters when it was there. */
  public static CommittedReader eager(Map<String, Object> config, String topic) {
    return new CommittedReader(config, topic, 0);
  }

  private static Map<String, Object> frugal(Map<String, Object> config) {
    Map<String, Object> frugal = new HashMap<>(config);
    frugal.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_BYTES_MIN);
    frugal.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS_MAX);
    return frugal;
  }

  /** How many were read so far. */
  public long read() {
    return read;
  }

  /** Returns when so many more were read. */
  public void await(long count, Duration atMost, Processes processes) {
    await(count, atMost, processes, _ -> {});
  }

  /** The same, with a look at each of them. */
  public void await(
      long count,
      Duration atMost,
      Processes processes,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    long end = read + count;
    processes.until(
        "%d more records on %s".formatted(count, topic),
        atMost,
        Duration.ZERO,
        () -> {
          take(each);
          return read >= end;
        });
  }

  /** Reads what is there; waits hardly at all. */
  public void take(Consumer<ConsumerRecord<byte[], byte[]>> each) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      read++;
      each.accept(record);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
