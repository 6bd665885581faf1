package dev.recur.service.history;

import dev.recur.service.read.EventPlace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Reads single records of a topic by where they lie, those of all partitions together. */
final class RecordsAt {

  private static final Duration POLL_MAX = Duration.ofMillis(500);

  /** What lies closer is come upon while reading on; a seek throws away what was fetched ahead. */
  private static final long NEAR_RECORDS = 500;

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Deque<Long>> wanted = new HashMap<>();
  private final Map<EventPlace, ConsumerRecord<byte[], byte[]>> found = new HashMap<>();

  private RecordsAt(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /**
   * Reads.
   *
   * @param places of each partition in order
   * @throws HistoryUnavailableException when not all come within the time, or one is not there
   */
  static List<ConsumerRecord<byte[], byte[]>> read(
      Consumer<byte[], byte[]> consumer, String topic, List<EventPlace> places, Duration atMost) {
    return new RecordsAt(consumer).read(topic, places, System.nanoTime() + atMost.toNanos());
  }

  private List<ConsumerRecord<byte[], byte[]>> read(
      String topic, List<EventPlace> places, long deadline) {
    Map<TopicPartition, Map<Long, EventPlace>> byOffset = new HashMap<>();
    for (EventPlace place : places) {
      TopicPartition partition = new TopicPartition(topic, place.partition());
      wanted.computeIfAbsent(partition, p -> new ArrayDeque<>()).add(place.offset());
      byOffset.computeIfAbsent(partition, p -> new HashMap<>()).put(place.offset(), place);
    }
    consumer.assign(wanted.keySet());
    wanted.forEach((partition, offsets) -> consumer.seek(partition, offsets.getFirst()));
    while (!wanted.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new HistoryUnavailableException("Reading what happened takes too long.", null);
      }
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_MAX);
      for (TopicPartition partition : records.partitions()) {
        take(partition, records.records(partition), byOffset.getOrDefault(partition, Map.of()));
      }
      goOn();
    }
    return places.stream().map(this::found).toList();
  }

  private void take(
      TopicPartition partition,
      Collection<ConsumerRecord<byte[], byte[]>> records,
      Map<Long, EventPlace> places) {
    Deque<Long> offsets = wanted.getOrDefault(partition, new ArrayDeque<>());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Long next = offsets.peek();
      if (next == null || record.offset() < next) {
        continue;
      }
      EventPlace place = places.get(record.offset());
      if (record.offset() > next || place == null) {
        throw new HistoryUnavailableException(
            "Offset %d of %s is not there: delete this service's local store, which is then made anew"
                    .formatted(next, partition)
                + " from the topic.",
            null);
      }
      offsets.remove();
      found.put(place, record);
    }
  }

  /** Forgets what is read to its end, and jumps where what is wanted next is far. */
  private void goOn() {
    if (wanted.values().removeIf(Deque::isEmpty)) {
      consumer.assign(wanted.keySet());
    }
    wanted.forEach(
        (partition, offsets) -> {
          long next = offsets.getFirst();
          if (next - consumer.position(partition) > NEAR_RECORDS) {
            consumer.seek(partition, next);
          }
        });
  }

  private ConsumerRecord<byte[], byte[]> found(EventPlace place) {
    ConsumerRecord<byte[], byte[]> record = found.get(place);
    if (record == null) {
      throw new IllegalStateException("Everything that is wanted was found.");
    }
    return record;
  }
}
