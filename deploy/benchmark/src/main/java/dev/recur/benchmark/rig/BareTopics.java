package dev.recur.benchmark.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;

/** Topics that the catalogue does not know, for bare topologies: as those of subscriptions are. */
public final class BareTopics {

  private static final short ONE_COPY = 1;

  private final LocalKafka kafka;

  public BareTopics(LocalKafka kafka) {
    this.kafka = kafka;
  }

  /** How this module's own clients meet a broker. */
  public static KafkaSettings settings(LocalKafka kafka) {
    return KafkaSettings.of(
        kafka.bootstrapServers(),
        kafka.registryUrl(),
        LocalKafka.SUBSCRIPTION_PARTITIONS,
        ONE_COPY,
        Path.of("unused"));
  }

  /** Makes one. */
  public void create(String topic) {
    try (Admin admin = Admin.create(settings(kafka).admin())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, LocalKafka.SUBSCRIPTION_PARTITIONS, ONE_COPY)
                      .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"))))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Topic " + topic + " cannot be made.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted.", e);
    }
  }

  /**
   * Writes so many records with keys that lie in no order, as subscriptions' ids do. The same ones
   * every time.
   */
  public void fill(String topic, int count, Template record) {
    byte[] value = record.bytes();
    int keyBytes = record.keyBytes();
    Random random = new Random(count);
    try (Producer<byte[], byte[]> producer = ByteClients.producer(settings(kafka).producer())) {
      byte[] bits = new byte[(keyBytes + 1) / 2];
      for (int n = 0; n < count; n++) {
        random.nextBytes(bits);
        byte[] key = HexFormat.of().formatHex(bits).substring(0, keyBytes).getBytes(US_ASCII);
        ProducerRecord<byte[], byte[]> filled = new ProducerRecord<>(topic, key, value);
        record.putHeaders(filled.headers());
        var _ = producer.send(filled);
      }
      producer.flush();
    }
  }
}
