package dev.recur.schemas.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records aside on their dead-letter topic. Its producer is made when the first one comes:
 * almost no process ever needs it.
 */
public final class DeadLetterProducer implements DeadLetterSink {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterProducer.class);

  /** Nothing is lost by an early end: what was not acknowledged was not passed. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final KafkaSettings settings;
  private final DeadLetters letters;
  private @Nullable Producer<byte[], byte[]> producer;

  /**
   * Dead letters of one reader.
   *
   * @param reader who reads, for example {@code notifier}
   */
  public DeadLetterProducer(KafkaSettings settings, String reader) {
    this(settings, new DeadLetters(reader));
  }

  /** Puts aside what these make. */
  public DeadLetterProducer(KafkaSettings settings, DeadLetters letters) {
    this.settings = settings;
    this.letters = letters;
  }

  @Override
  public synchronized void put(ConsumerRecord<byte[], byte[]> record, String reason) {
    LOG.atError()
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .addKeyValue("reason", reason)
        .log("Record cannot be read and becomes a dead letter.");
    if (producer == null) {
      producer = ByteClients.producer(settings.producer());
    }
    try {
      producer.send(letters.of(record, reason)).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(CLOSE_MAX);
    }
  }
}
