package dev.recur.service.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.id.Identity;
import dev.recur.service.history.LaneLog.Search;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the partitions of some lanes, one after the other, and no further than it may. A
 * record has its event's time, and what waited lies behind later ones: each is asked for its own,
 * and only what lies before the first of the times wanted, or behind the topic's end, is not looked
 * at.
 */
final class LaneScan {

  private static final Duration POLL_MAX = Duration.ofMillis(500);
  private static final Duration TIME_MAX = Duration.ofSeconds(3);

  /** Most records that one page looks at; most belong to other lanes and are not decoded. */
  private static final int RECORDS_MAX = 20_000;

  /** A page ends once so many bytes are in it; one record always is. */
  private static final int PAGE_BYTES_MAX = 1024 * 1024;

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Search search;
  private final Function<ConsumerRecord<byte[], byte[]>, Optional<JsonNode>> take;
  private final Set<String> lanes;
  private final long deadline = System.nanoTime() + TIME_MAX.toNanos();

  private final List<JsonNode> found = new ArrayList<>();
  private final Map<Integer, Long> next;
  private int looked;
  private int bytes;

  /**
   * A scan.
   *
   * @param take makes JSON of a record of one of the lanes; empty when it is not looked for
   */
  LaneScan(
      Consumer<byte[], byte[]> consumer,
      String topic,
      Search search,
      Function<ConsumerRecord<byte[], byte[]>, Optional<JsonNode>> take) {
    this.consumer = consumer;
    this.topic = topic;
    this.search = search;
    this.take = take;
    this.lanes = new HashSet<>(search.lanes());
    this.next = new HashMap<>(search.after().next());
  }

  LaneLog.Page page() {
    boolean more = false;
    for (TopicPartition partition : partitions()) {
      more |= !look(partition);
    }
    return new LaneLog.Page(found, new Positions(next).text(), more);
  }

  private List<TopicPartition> partitions() {
    int count = consumer.partitionsFor(topic).size();
    SortedSet<Integer> partitions = new TreeSet<>();
    lanes.forEach(lane -> partitions.add(Identity.partition(lane, count)));
    return partitions.stream().map(number -> new TopicPartition(topic, number)).toList();
  }

  /** Looks through one partition; false when there is more of it. */
  private boolean look(TopicPartition partition) {
    long end = offset(consumer.endOffsets(List.of(partition)), partition);
    long position = start(partition, end);
    if (position < end && !isFull()) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, position);
      while (position < end && !isFull()) {
        position = lookOn(partition, end);
      }
    }
    next.put(partition.partition(), position);
    return position >= end;
  }

  /** Takes what one poll brings; gives the offset to go on from. */
  private long lookOn(TopicPartition partition, long end) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_MAX).records(partition)) {
      if (record.offset() >= end) {
        return end;
      }
      looked++;
      if (isWithin(record.timestamp()) && isOfLane(record)) {
        take.apply(record)
            .ifPresent(
                json -> {
                  found.add(json);
                  bytes += record.serializedValueSize();
                });
      }
      if (isFull()) {
        return record.offset() + 1;
      }
    }
    return consumer.position(partition); // Also beyond the marks that transactions leave.
  }

  private boolean isWithin(long ms) {
    Instant time = Instant.ofEpochMilli(ms);
    return !time.isBefore(search.since())
        && (search.until() == null || time.isBefore(search.until()));
  }

  private boolean isOfLane(ConsumerRecord<byte[], byte[]> record) {
    return record.key() != null && lanes.contains(new String(record.key(), UTF_8));
  }

  private boolean isFull() {
    return found.size() >= search.limit()
        || looked >= RECORDS_MAX
        || bytes >= PAGE_BYTES_MAX
        || System.nanoTime() > deadline;
  }

  /** What retention has let go of meanwhile is gone. */
  private long start(TopicPartition partition, long end) {
    Long kept = next.get(partition.partition());
    long start = kept == null ? firstSince(partition, end) : kept;
    return Math.max(start, offset(consumer.beginningOffsets(List.of(partition)), partition));
  }

  /** All that lies before it is older. */
  private long firstSince(TopicPartition partition, long end) {
    // Kafka takes no time before 1970; a local one may lie there.
    long ms = Math.max(0, search.since().toEpochMilli());
    @Nullable OffsetAndTimestamp at =
        consumer.offsetsForTimes(Map.of(partition, ms)).get(partition);
    return at == null ? end : Math.min(at.offset(), end);
  }

  private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    return offsets.getOrDefault(partition, 0L);
  }
}
