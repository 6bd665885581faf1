package dev.recur.billing.topology;

import dev.recur.schemas.kafka.Cures;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks where the partitions of one consumer end, and sees when the consumer has come to that. Used
 * on the consumer's thread only, which never waits for an answer.
 */
final class PartitionEnds {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionEnds.class);

  private static final Duration ASKED_EVERY = Duration.ofSeconds(1);

  /**
   * An end that is not reached by then may be there no more, where a broker has lost records. While
   * a backlog is read for longer, its records say how far that has come.
   */
  private static final Duration REACHED_WITHIN = Duration.ofSeconds(30);

  /**
   * An end that was asked for.
   *
   * @param askedAtNanos when
   * @param answer fails where the partition's broker gives none
   */
  private record Question(long askedAtNanos, Future<ListOffsetsResultInfo> answer) {

    boolean isReached(Consumer<?, ?> consumer, TopicPartition partition) {
      try {
        return answer.state() == Future.State.SUCCESS
            && consumer.position(partition, Duration.ZERO) >= answer.resultNow().offset();
      } catch (TimeoutException e) {
        // At first, and after a change of the leader, it has to ask where it stands.
        return false;
      }
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

  /**
   * Tells of each end that the consumer has come to, once, and asks for others where it is time to.
   *
   * @param reached takes the partition, and when its end was asked for
   */
  void look(Consumer<?, ?> consumer, BiConsumer<TopicPartition, Long> reached) {
    Set<TopicPartition> assigned = consumer.assignment();
    questions.keySet().retainAll(assigned);
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
    ask(assigned);
  }

  private void ask(Set<TopicPartition> assigned) {
    long now = monotonicNanos.getAsLong();
    if (now - nextAtNanos < 0) {
      return;
    }
    nextAtNanos = now + ASKED_EVERY.toNanos();
    giveUp(now);
    Set<TopicPartition> unknown = new HashSet<>(assigned);
    unknown.removeAll(questions.keySet());
    if (!unknown.isEmpty()) {
      ListOffsetsResult ends = brokers.apply(unknown);
      unknown.forEach(
          partition ->
              questions.put(partition, new Question(now, ends.partitionResult(partition))));
    }
  }

  private void giveUp(long now) {
    Map<TopicPartition, Question> failed =
        remove(question -> question.answer().state() == Future.State.FAILED);
    if (!failed.isEmpty()) {
      Question one = failed.values().iterator().next();
      LOG.atWarn()
          .addKeyValue("partitions", failed.keySet())
          .log(
              "Broker does not say where partitions end, and what falls due there waits until it"
                  + " does: {}",
              Cures.of(one.answer().exceptionNow()));
    }
    Map<TopicPartition, Question> late =
        remove(question -> now - question.askedAtNanos() > REACHED_WITHIN.toNanos());
    if (!late.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("partitions", late.keySet())
          .addKeyValue("limitMs", REACHED_WITHIN.toMillis())
          .log("Partitions are not read to where they ended; it is asked again.");
    }
  }

  private Map<TopicPartition, Question> remove(Predicate<Question> which) {
    Map<TopicPartition, Question> removed = new HashMap<>(questions);
    removed.values().removeIf(which.negate());
    questions.keySet().removeAll(removed.keySet());
    return removed;
  }
}
