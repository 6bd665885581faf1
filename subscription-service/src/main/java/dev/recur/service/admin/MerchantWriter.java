package dev.recur.service.admin;

import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.service.MeetsKafka;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Writes to the topic of merchants, one writer at a time over all instances. Whoever begins takes
 * the transactional id, which the broker gives to one holder: a holder before it can commit no
 * more, and what it has committed can be read. So what is read between taking the id and committing
 * is what is changed, or the commit fails.
 */
@Singleton
@MeetsKafka
final class MerchantWriter {

  private static final String TRANSACTIONAL_ID = "subscription-service-merchants";

  /** Of a writer that died; readers wait behind its transaction, unless another writer ends it. */
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  private static final int BLOCK_MS_MAX = 20_000;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final Map<String, Object> config;

  MerchantWriter(KafkaSettings settings) {
    config = new HashMap<>();
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_TIMEOUT_MS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TRANSACTION_TIMEOUT_MS / 2);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MS_MAX);
    config.putAll(settings.producer());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
  }

  /** Another writer began before this one was through: nothing is written. */
  static final class OvertakenException extends Exception {

    OvertakenException(Throwable cause) {
      super("Another writer took over.", cause);
    }
  }

  /**
   * Does something as the only writer.
   *
   * @param write is given a producer that holds the id, and begins and commits a transaction where
   *     there is something to write
   * @throws OvertakenException when another writer began meanwhile; try again
   * @throws KafkaException when the broker does not answer
   */
  <T> T alone(Function<Producer<byte[], byte[]>, T> write) throws OvertakenException {
    Producer<byte[], byte[]> producer = ByteClients.producer(config);
    try {
      producer.initTransactions();
      return write.apply(producer);
    } catch (KafkaException e) {
      if (isOvertaken(e)) {
        throw new OvertakenException(e);
      }
      throw e;
    } finally {
      producer.close(CLOSE_MAX);
    }
  }

  private static boolean isOvertaken(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }
}
