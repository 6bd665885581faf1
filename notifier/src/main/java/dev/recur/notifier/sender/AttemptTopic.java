package dev.recur.notifier.sender;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.kafka.EventHeaders;
import dev.recur.schemas.kafka.ProcessExit;
import dev.recur.schemas.kafka.Traceparent;
import dev.recur.schemas.serde.RecordCodec;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes outcomes to webhook.attempts. An outcome that cannot be written stops the process: what it
 * tells of is pending still, and is sent again by whoever comes after.
 */
public final class AttemptTopic implements AttemptLog, AutoCloseable {

  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private final Producer<byte[], byte[]> producer;
  private final RecordCodec<WebhookAttempt> codec;
  private final ProcessExit exit;

  /**
   * A log on a producer of its own, idempotent and without transactions: an outcome is to be seen
   * at once.
   */
  public AttemptTopic(
      Producer<byte[], byte[]> producer, RecordCodec<WebhookAttempt> codec, ProcessExit exit) {
    this.producer = producer;
    this.codec = codec;
    this.exit = exit;
  }

  @Override
  public void write(Shipment shipment, WebhookAttempt attempt) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            codec.topic().name(),
            shipment.partition(),
            shipment.lane().getBytes(UTF_8),
            codec.encode(attempt));
    shipment
        .traceparent()
        .flatMap(Traceparent::parse)
        .ifPresent(parent -> EventHeaders.putTraceparent(record.headers(), parent.child()));
    var _ =
        producer.send(
            record,
            (_, failure) -> {
              if (failure != null) {
                exit.exit("An attempt's outcome could not be written to Kafka.", failure);
              }
            });
  }

  @Override
  public void close() {
    producer.close(CLOSE_MAX);
  }
}
