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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the consumers of this process know after each poll: how far each partition was handed over,
 * and whether the broker had more. Kafka Streams tells neither to a processor, so its consumers are
 * made here.
 */
public final class FetchedRecords extends StreamsClients implements Unread {

  /**
   * A partition after a poll.
   *
   * @param last offset of the latest record that was handed over since its task began; -1 before
   *     the first
   * @param nothingLeft true when the broker had no more
   * @param polledAtNanos when that poll began
   */
  private record Fetched(long last, boolean nothingLeft, long polledAtNanos) {}

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
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
      @Override
      public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        long beganAtNanos = monotonicNanos.getAsLong();
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        polled(this, records, beganAtNanos);
        return records;
      }
    };
  }

  /**
   * A consumer has polled.
   *
   * @param records what it is about to hand over
   */
  void polled(
      Consumer<byte[], byte[]> consumer,
      ConsumerRecords<byte[], byte[]> records,
      long beganAtNanos) {
    Set<TopicPartition> paused = consumer.paused();
    for (TopicPartition partition : consumer.assignment()) {
      // One that is paused has more than its task can take; and where a task is not ready yet,
      // nobody asks the broker on its behalf.
      OptionalLong left =
          paused.contains(partition) ? OptionalLong.empty() : consumer.currentLag(partition);
      Fetched before = partitions.get(partition);
      List<ConsumerRecord<byte[], byte[]>> handedOver = records.records(partition);
      long last =
          handedOver.isEmpty()
              ? (before == null ? -1 : before.last())
              : handedOver.getLast().offset();
      partitions.put(
          partition, new Fetched(last, left.isPresent() && left.getAsLong() <= 0, beganAtNanos));
    }
  }

  @Override
  public void begin(int partition) {
    topics.forEach(topic -> partitions.remove(new TopicPartition(topic, partition)));
  }

  @Override
  public Optional<Duration> nothingSince(int partition, Map<String, Long> taken) {
    long earliest = Long.MAX_VALUE;
    long now = monotonicNanos.getAsLong();
    for (String topic : topics) {
      Fetched fetched = partitions.get(new TopicPartition(topic, partition));
      if (fetched == null
          || !fetched.nothingLeft()
          || fetched.last() > taken.getOrDefault(topic, -1L)) {
        return Optional.empty();
      }
      earliest = Math.min(earliest, fetched.polledAtNanos() - now);
    }
    return Optional.of(Duration.ofNanos(-earliest));
  }
}
