package dev.recur.billing.topology;

import dev.recur.schemas.kafka.StreamsClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the consumers of this process know after each poll: what of each partition was handed over,
 * and up to which time that is all. A consumer's own lag is no such knowledge: it is as old as the
 * answer that it has come to, and a partition is not fetched while another of its broker waits to
 * be handed over. So where the partitions end is asked once a second. Kafka Streams tells a
 * processor neither, so its consumers are made here.
 */
public final class FetchedRecords extends StreamsClients implements Unread {

  private static final Logger LOG = LoggerFactory.getLogger(FetchedRecords.class);

  private static final Duration ASKED_EVERY = Duration.ofSeconds(1);

  /** A broker that does not answer keeps the partitions of others waiting for no longer. */
  private static final Duration ANSWERED_WITHIN = Duration.ofMillis(250);

  /**
   * A partition since its task began.
   *
   * @param last offset of the latest record that was handed over; -1 before the first
   * @param throughNanos what was written before then was handed over; empty while nobody knows
   */
  private record Fetched(long last, OptionalLong throughNanos) {
    static final Fetched NOTHING = new Fetched(-1, OptionalLong.empty());
  }

  private final Set<String> topics;
  private final LongSupplier monotonicNanos;
  private final Map<TopicPartition, Fetched> partitions = new ConcurrentHashMap<>();

  /** Of the topics that a task of the topology reads. */
  public FetchedRecords() {
    this(BillingTopology.SOURCE_TOPICS, System::nanoTime);
  }

  FetchedRecords(Set<String> topics, LongSupplier monotonicNanos) {
    this.topics = topics;
    this.monotonicNanos = monotonicNanos;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    Ends ends = new Ends();
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
      @Override
      public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        ends.ask(this);
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        polled(this, records, ends);
        return records;
      }
    };
  }

  /** Where the partitions of one consumer ended when it asked last. Used on its thread only. */
  final class Ends {

    private Map<TopicPartition, Long> offsets = Map.of();
    private long askedAtNanos;
    private long nextAtNanos = Long.MIN_VALUE;

    /** Asks, where it is time to. */
    void ask(Consumer<byte[], byte[]> consumer) {
      long now = monotonicNanos.getAsLong();
      Set<TopicPartition> assigned = consumer.assignment();
      if (assigned.isEmpty() || (nextAtNanos != Long.MIN_VALUE && now - nextAtNanos < 0)) {
        return;
      }
      nextAtNanos = now + ASKED_EVERY.toNanos();
      try {
        offsets = consumer.endOffsets(assigned, ANSWERED_WITHIN);
        askedAtNanos = now;
      } catch (TimeoutException e) {
        LOG.debug("Where partitions end is not known at the moment.", e);
      }
    }

    /** True when all that was there when it was asked has been handed over. */
    private boolean isReached(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
      Long end = offsets.get(partition);
      // Without a lag it may not know where it stands, and would ask for that.
      return end != null
          && consumer.currentLag(partition).isPresent()
          && consumer.position(partition) >= end;
    }
  }

  /**
   * A consumer has polled.
   *
   * @param records what it is about to hand over
   */
  void polled(
      Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records, Ends ends) {
    for (TopicPartition partition : consumer.assignment()) {
      Fetched before = partitions.getOrDefault(partition, Fetched.NOTHING);
      List<ConsumerRecord<byte[], byte[]>> handedOver = records.records(partition);
      partitions.put(
          partition,
          new Fetched(
              handedOver.isEmpty() ? before.last() : handedOver.getLast().offset(),
              ends.isReached(consumer, partition)
                  ? OptionalLong.of(ends.askedAtNanos)
                  : before.throughNanos()));
    }
  }

  @Override
  public void begin(int partition) {
    topics.forEach(topic -> partitions.remove(new TopicPartition(topic, partition)));
  }

  @Override
  public Optional<Duration> nothingSince(int partition, Map<String, Long> taken) {
    long now = monotonicNanos.getAsLong();
    long since = 0;
    for (String topic : topics) {
      Fetched fetched =
          partitions.getOrDefault(new TopicPartition(topic, partition), Fetched.NOTHING);
      if (fetched.throughNanos().isEmpty() || fetched.last() > taken.getOrDefault(topic, -1L)) {
        return Optional.empty();
      }
      since = Math.max(since, now - fetched.throughNanos().getAsLong());
    }
    return Optional.of(Duration.ofNanos(since));
  }
}
