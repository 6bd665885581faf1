package dev.recur.service.buyer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.topic.Topics;
import dev.recur.service.MeetsKafka;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what was overwritten in the buyers' topic is gone in time. The broker lets go of
 * nothing in the segment it writes to, and begins another only when something is written; so
 * something is, in every partition, also where nobody has anything to say. What is written deletes
 * a key that was never there.
 */
@Singleton
@MeetsKafka
final class BuyersUpkeep {

  /** As {@code Retention.LatestPerKeyWithin.WRITTEN_EVERY} asks. */
  private static final String EVERY = "30m";

  private static final Logger LOG = LoggerFactory.getLogger(BuyersUpkeep.class);
  private static final byte[] NOBODY = "nobody".getBytes(UTF_8);

  private final Producer<byte[], byte[]> producer;

  BuyersUpkeep(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  @Scheduled(initialDelay = EVERY, fixedDelay = EVERY)
  void writeToEveryPartition() {
    try {
      for (PartitionInfo partition : producer.partitionsFor(Topics.BUYERS.name())) {
        // The callback says all there is to know.
        Future<?> _ =
            producer.send(
                new ProducerRecord<>(Topics.BUYERS.name(), partition.partition(), NOBODY, null),
                (metadata, error) -> {
                  if (error != null) {
                    log(error);
                  }
                });
      }
    } catch (KafkaException e) {
      log(e);
    }
  }

  private static void log(Exception error) {
    LOG.atWarn()
        .setCause(error)
        .addKeyValue("topic", Topics.BUYERS.name())
        .log("Nothing could be written; what was forgotten is gone later, if this goes on.");
  }
}
