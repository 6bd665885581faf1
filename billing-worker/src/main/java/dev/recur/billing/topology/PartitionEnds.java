package dev.recur.billing.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks where the partitions of one consumer end, and sees when the consumer has come to that. Used
 * on the consumer's thread only, which never waits for an answer.
 */
final class PartitionEnds {

  private static final Duration ASKED_EVERY = Duration.ofSeconds(1);

  /**
   * An end that was asked for.
   *
   * @param askedAtNanos when
   * @param answer fails where the partition's broker gives none
   */
  private record Question(long askedAtNanos, Future<ListOffsetsResultInfo> answer) {

    boolean isLost() {
      return answer.isDone() && answer.state() != Future.State.SUCCESS;
    }

    boolean isReached(Consumer<?, ?> consumer, TopicPartition partition) {
      return answer.state() == Future.State.SUCCESS
          // Without a lag it may not know where it stands, and would wait to be told.
          && consumer.currentLag(partition).isPresent()
          && consumer.position(partition) >= answer.resultNow().offset();
    }
  }

  private final Function<Set<TopicPartition>, ListOffsetsResult> brokers;
  private final LongSupplier monotonicNanos;
  private final Map<TopicPartition, Question> questions = new HashMap<>();
  private long nextAtNanos;

  /**
   * Of one consumer.
   *
   * @param brokers asks them for the ends of partitions, and comes back at once
   */
  PartitionEnds(
      Function<Set<TopicPartition>, ListOffsetsResult> brokers, LongSupplier monotonicNanos) {
    this.brokers = brokers;
    this.monotonicNanos = monotonicNanos;
    nextAtNanos = monotonicNanos.getAsLong();
  }

  /** Asks for the partitions whose latest known end was reached, where it is time to. */
  void ask(Set<TopicPartition> assigned) {
    long now = monotonicNanos.getAsLong();
    if (now - nextAtNanos < 0) {
      return;
    }
    nextAtNanos = now + ASKED_EVERY.toNanos();
    questions.keySet().retainAll(assigned);
    questions.values().removeIf(Question::isLost);
    Set<TopicPartition> unknown =
        assigned.stream()
            .filter(partition -> !questions.containsKey(partition))
            .collect(Collectors.toSet());
    if (!unknown.isEmpty()) {
      ListOffsetsResult ends = brokers.apply(unknown);
      unknown.forEach(
          partition ->
              questions.put(partition, new Question(now, ends.partitionResult(partition))));
    }
  }

  /**
   * Tells of each end that the consumer has come to, once.
   *
   * @param reached takes the partition, and when its end was asked for
   */
  void forEachReached(Consumer<?, ?> consumer, BiConsumer<TopicPartition, Long> reached) {
    questions
        .entrySet()
        .removeIf(
            entry -> {
              boolean isReached = entry.getValue().isReached(consumer, entry.getKey());
              if (isReached) {
                reached.accept(entry.getKey(), entry.getValue().askedAtNanos());
              }
              return isReached;
            });
  }
}
