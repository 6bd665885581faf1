package dev.recur.notifier.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time by which an attempt's record comes in line with the other records of its task, of which
 * Kafka Streams takes the earliest: a minute before its own. What is over makes room and is
 * forgotten; so it is learnt before more is taken in, where there is much of both.
 *
 * <p>But no attempt is put before the time at which the task came here, by this machine's clock.
 * One that was made before may be of a delivery that this task takes in once more, and would be of
 * none it knows; the delivery would be sent again. It still is where the attempts of the last
 * transaction come from the broker before the deliveries do: a task does not wait for either.
 */
final class OutcomesFirst implements TimestampExtractor {

  private static final long AHEAD_MS = 60_000;

  /** When each partition's task came here. */
  private final Map<Integer, Long> since = new ConcurrentHashMap<>();

  /** The task of a partition came here. */
  void begins(int partition, long nowMs) {
    since.put(partition, nowMs);
  }

  /** The earliest that a record of a partition's topic bears which has got this time. */
  long earliest(int partition, long extractedMs) {
    return extractedMs > since(partition) ? extractedMs + AHEAD_MS : extractedMs;
  }

  /** The latest that a record of a partition's topic bears which has got this time. */
  long latest(int partition, long extractedMs) {
    return extractedMs >= since(partition) ? extractedMs + AHEAD_MS : extractedMs;
  }

  private long since(int partition) {
    return since.getOrDefault(partition, Long.MAX_VALUE);
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    long atMs = record.timestamp();
    long sinceMs = since(record.partition());
    return atMs <= sinceMs ? atMs : Math.max(sinceMs, atMs - AHEAD_MS);
  }
}
