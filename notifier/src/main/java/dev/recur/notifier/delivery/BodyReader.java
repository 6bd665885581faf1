package dev.recur.notifier.delivery;

import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.serde.RecordCodec;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads bodies back one at a time, with a consumer of its own. */
public final class BodyReader implements BodySource, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);

  private static final Duration POLL_MAX = Duration.ofMillis(500);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;
  private final RecordCodec<WebhookDelivery> codec;

  /** A reader; it closes the consumer. */
  public BodyReader(Consumer<byte[], byte[]> consumer, RecordCodec<WebhookDelivery> codec) {
    this.consumer = consumer;
    this.codec = codec;
  }

  @Override
  public synchronized Optional<Body> fetch(int partition, long offset) {
    TopicPartition at = new TopicPartition(Topics.WEBHOOK_DELIVERIES.name(), partition);
    consumer.assign(Set.of(at));
    consumer.seek(at, offset);
    try {
      while (consumer.position(at) <= offset) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_MAX)) {
          if (record.offset() == offset) {
            return body(record);
          }
        }
      }
    } catch (OffsetOutOfRangeException e) {
      LOG.atWarn()
          .addKeyValue("partition", partition)
          .addKeyValue("offset", offset)
          .log("A delivery's record is gone: it is older than webhook.deliveries keeps records.");
    }
    return Optional.empty();
  }

  private Optional<Body> body(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(Body.of(codec.decode(record.value())));
    } catch (UndecodableRecordException e) {
      LOG.atError()
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .addKeyValue("reason", e.getMessage())
          .log("A delivery's record cannot be read any more.");
      return Optional.empty();
    }
  }

  @Override
  public synchronized void close() {
    consumer.close(CloseOptions.timeout(CLOSE_MAX));
  }
}
