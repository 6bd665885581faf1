package dev.recur.service.buyer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.topic.Retention;
import dev.recur.schemas.topic.Topics;
import io.micronaut.scheduling.annotation.Scheduled;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class BuyersUpkeepTest {

  private static final String TOPIC = Topics.BUYERS.name();
  private static final Node[] NODES = {};

  /** A segment is closed only by what is written after its time. */
  @Test
  void everyPartition_shouldBeWrittenToWithoutSayingAnything() {
    try (MockProducer<byte[], byte[]> producer =
        new MockProducer<>(
            cluster(),
            true,
            new RoundRobinPartitioner(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      new BuyersUpkeep(producer).writeToEveryPartition();
      assertThat(producer.history())
          .allMatch(record -> record.topic().equals(TOPIC))
          .allMatch(record -> record.value() == null)
          .allMatch(record -> new String(record.key(), UTF_8).equals("nobody"))
          .extracting(ProducerRecord::partition)
          .containsExactlyInAnyOrder(0, 1, 2);
    }
  }

  @Test
  void asOften_shouldBeAsTheTopicsRetentionAsks() throws NoSuchMethodException {
    Scheduled scheduled =
        BuyersUpkeep.class
            .getDeclaredMethod("writeToEveryPartition")
            .getAnnotation(Scheduled.class);
    assertThat(Duration.parse("PT" + scheduled.fixedDelay().toUpperCase(Locale.ROOT)))
        .isEqualTo(Retention.LatestPerKeyWithin.WRITTEN_EVERY);
  }

  private static Cluster cluster() {
    List<PartitionInfo> partitions =
        List.of(
            new PartitionInfo(TOPIC, 0, null, NODES, NODES),
            new PartitionInfo(TOPIC, 1, null, NODES, NODES),
            new PartitionInfo(TOPIC, 2, null, NODES, NODES));
    return new Cluster("here", List.of(), partitions, Set.of(), Set.of());
  }
}
