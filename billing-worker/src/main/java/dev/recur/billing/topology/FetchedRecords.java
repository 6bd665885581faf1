package dev.recur.billing.topology;

import dev.recur.schemas.kafka.StreamsClients;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What the consumers of this process know: what of each partition was handed over, and up to which
 * time that is all. Kafka Streams tells a processor neither, so its consumers are made here.
 *
 * <p>A consumer's own lag is no such knowledge: it is as old as the answer that it has come to, and
 * a partition is not fetched while another of its broker waits to be handed over. So where the
 * partitions end is asked, by the admin client: a consumer's question would wait behind its own
 * long fetch, and the consumer with it.
 */
public final class FetchedRecords extends StreamsClients implements Unread {

  private static final ListOffsetsOptions ANSWERED_WITHIN =
      new ListOffsetsOptions().timeoutMs((int) Duration.ofSeconds(10).toMillis());

  /**
   * A partition since its task began.
   *
   * @param last offset of the latest record that was handed over; -1 before the first
   * @param throughNanos what was written before then was handed over; empty while nobody knows
   */
  private record Fetched(long last, OptionalLong throughNanos) {
    static final Fetched NOTHING = new Fetched(-1, OptionalLong.empty());

    Fetched withLast(long offset) {
      return new Fetched(offset, throughNanos);
    }

    Fetched withThrough(long nanos) {
      return new Fetched(last, OptionalLong.of(nanos));
    }
  }

  private final Set<String> topics;
  private final LongSupplier monotonicNanos;

  /**
   * By several threads, but a partition by one at a time: the one that holds its task's directory.
   */
  private final Map<TopicPartition, Fetched> partitions = new ConcurrentHashMap<>();

  private volatile @Nullable Admin admin;

  /** Of the topics that a task of the topology reads. */
  public FetchedRecords() {
    this(BillingTopology.SOURCE_TOPICS, System::nanoTime);
  }

  FetchedRecords(Set<String> topics, LongSupplier monotonicNanos) {
    this.topics = topics;
    this.monotonicNanos = monotonicNanos;
  }

  /** The one that Kafka Streams makes for itself, before its consumers, and closes after them. */
  @Override
  public Admin getAdmin(Map<String, Object> config) {
    Admin made = super.getAdmin(config);
    admin = made;
    return made;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    PartitionEnds ends = new PartitionEnds(this::ends, monotonicNanos);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
      @Override
      public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return FetchedRecords.this.poll(this, ends, () -> super.poll(timeout));
      }
    };
  }

  private ListOffsetsResult ends(Set<TopicPartition> of) {
    Admin asked = admin;
    if (asked == null) {
      throw new IllegalStateException("Kafka Streams reads before it has an admin client.");
    }
    return asked.listOffsets(
        of.stream().collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest())),
        ANSWERED_WITHIN);
  }

  /**
   * A consumer polls. It is looked at before, when where it stands is how far it has handed over:
   * the poll may take partitions away, and an error after it would lose what it hands over.
   *
   * @param poll the consumer's own
   */
  ConsumerRecords<byte[], byte[]> poll(
      Consumer<byte[], byte[]> consumer,
      PartitionEnds ends,
      Supplier<ConsumerRecords<byte[], byte[]>> poll) {
    ends.look(
        consumer,
        (partition, askedAt) -> partitions.put(partition, fetched(partition).withThrough(askedAt)));
    ConsumerRecords<byte[], byte[]> records = poll.get();
    for (TopicPartition partition : records.partitions()) {
      long last = records.records(partition).getLast().offset();
      partitions.put(partition, fetched(partition).withLast(last));
    }
    return records;
  }

  private Fetched fetched(TopicPartition partition) {
    return partitions.getOrDefault(partition, Fetched.NOTHING);
  }

  @Override
  public void begin(int partition) {
    topics.forEach(topic -> partitions.remove(new TopicPartition(topic, partition)));
  }

  @Override
  public Optional<Duration> nothingSince(String topic, int partition, long taken) {
    Fetched fetched = fetched(new TopicPartition(topic, partition));
    return fetched.throughNanos().isEmpty() || fetched.last() > taken
        ? Optional.empty()
        : Optional.of(
            Duration.ofNanos(monotonicNanos.getAsLong() - fetched.throughNanos().getAsLong()));
  }
}
