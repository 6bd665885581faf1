package dev.recur.schemas.kafka;

import java.util.Map;

/**
 * Takes what a {@link TopicFollower} reads. Called by one thread. What it throws is fatal: the
 * follower stops the process, and no record is skipped.
 */
@FunctionalInterface
public interface TopicListener<V> {

  /**
   * Takes a record. Those of one partition come in order.
   *
   * @throws dev.recur.schemas.serde.UndecodableRecordException when the value is of its schema and
   *     makes no sense all the same; nothing of it is taken, it becomes a dead letter, and the next
   *     one is taken
   */
  void onRecord(TopicRecord<V> record);

  /**
   * Everything up to these offsets has been taken: a listener that keeps offsets itself writes them
   * now, together with what it made of the records. Told first before any record, with the offsets
   * that are begun at.
   *
   * @param nextOffsets per partition that moved, the offset to go on from
   */
  default void onBatch(Map<Integer, Long> nextOffsets) {}

  /**
   * Where to begin, for a listener that keeps offsets itself; asked once, at the start.
   *
   * @return per partition, the offset to go on from; partitions that are absent begin at their
   *     start
   */
  default Map<Integer, Long> startingOffsets() {
    return Map.of();
  }

  /**
   * True for a listener that has no use for what was written before the follower began; asked once,
   * at the start, and no starting offsets are asked for then.
   */
  default boolean beginsAtEnd() {
    return false;
  }
}
