package dev.recur.schemas.kafka;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * What a topology reads back from its changelogs before it runs: of which stores how much, and how
 * long that takes. Told by the threads that restore, of which there may be several at once.
 */
final class RestoredState implements StateRestoreListener {

  private final LongSupplier nanoTime;
  private final Map<String, Long> records = new TreeMap<>();
  private boolean hasBegun;
  private long beginNanos;
  private long endNanos;

  /**
   * Nothing so far.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  RestoredState(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * What was restored.
   *
   * @param time from the first partition's begin until the last one's end
   * @param records that were read, by store; at least one
   */
  record Report(Duration time, Map<String, Long> records) {

    Report {
      records = Collections.unmodifiableMap(new TreeMap<>(records));
    }

    long sum() {
      return records.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  @Override
  public synchronized void onRestoreStart(
      TopicPartition changelog, String store, long startingOffset, long endingOffset) {
    if (!hasBegun) {
      hasBegun = true;
      beginNanos = nanoTime.getAsLong();
    }
  }

  /** Nothing: how far it has come is among the metrics of Kafka Streams. */
  @Override
  public void onBatchRestored(
      TopicPartition changelog, String store, long batchEndOffset, long restored) {}

  @Override
  public synchronized void onRestoreEnd(TopicPartition changelog, String store, long restored) {
    endNanos = nanoTime.getAsLong();
    if (restored > 0) {
      records.merge(store, restored, Long::sum);
    }
  }

  /** A partition that is taken away half restored; that was work, too. */
  @Override
  public void onRestoreSuspended(TopicPartition changelog, String store, long restored) {
    onRestoreEnd(changelog, store, restored);
  }

  /**
   * What was restored since this was last asked; empty where all that was needed was there. Ask
   * while nothing is being restored. What is made again while the topology goes on running is told
   * the next time.
   */
  synchronized Optional<Report> take() {
    Optional<Report> report =
        records.isEmpty()
            ? Optional.empty()
            : Optional.of(new Report(Duration.ofNanos(endNanos - beginNanos), records));
    records.clear();
    hasBegun = false;
    return report;
  }
}
