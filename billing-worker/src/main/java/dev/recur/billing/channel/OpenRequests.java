package dev.recur.billing.channel;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Which records were read and have no result yet, per partition, and so how far their group may say
 * that it has come: to the first of them. What lies behind it and is done is read once more after a
 * crash.
 */
final class OpenRequests {

  /** What the group knows of a partition, where this is not known. */
  private static final long NOWHERE = -1;

  private final Map<TopicPartition, Part> parts = new HashMap<>();

  /** One partition. */
  private static final class Part {

    private final NavigableSet<Long> open = new TreeSet<>();
    private long next;
    private long committed;

    Part(long from) {
      next = from;
      committed = from;
    }

    /** Where whoever reads on has to begin. */
    long position() {
      return open.isEmpty() ? next : open.first();
    }
  }

  /** A record was read. Where it is the first of its partition, its group has come that far. */
  synchronized void took(TopicPartition partition, long offset) {
    Part part = parts.computeIfAbsent(partition, _ -> new Part(offset));
    part.open.add(offset);
    part.next = offset + 1;
  }

  /**
   * A partition was read, and be it that all there was had been given up: its group has to know
   * that, too, or would in the end look for a place whose records are no longer kept.
   *
   * @param next where it is read on from: behind the last record, and what ends its transaction
   */
  synchronized void readTo(TopicPartition partition, long next) {
    parts.computeIfAbsent(partition, _ -> new Part(NOWHERE)).next = next;
  }

  /** Its result is safe. Nothing, where its partition is another reader's now. */
  synchronized void done(TopicPartition partition, long offset) {
    Part part = parts.get(partition);
    if (part != null) {
      part.open.remove(offset);
    }
  }

  /** Another reader has these now. */
  synchronized void forget(Collection<TopicPartition> gone) {
    parts.keySet().removeAll(gone);
  }

  /** Where each partition may be read on from, for those of which it is later than was said. */
  synchronized Map<TopicPartition, Long> toCommit() {
    return parts.entrySet().stream()
        .filter(it -> it.getValue().position() > it.getValue().committed)
        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().position()));
  }

  /** The group knows. */
  synchronized void committed(Map<TopicPartition, Long> positions) {
    positions.forEach(
        (partition, position) -> {
          Part part = parts.get(partition);
          if (part != null) {
            part.committed = position;
          }
        });
  }

  /** How many there are. */
  synchronized int count() {
    return parts.values().stream().mapToInt(part -> part.open.size()).sum();
  }

  /** How many records a crash would have read once more, of all partitions. */
  synchronized long span() {
    return parts.values().stream().mapToLong(part -> part.next - part.position()).sum();
  }
}
