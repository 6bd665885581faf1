package dev.recur.service.history;

import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.service.Deadline;
import dev.recur.service.MeetsKafka;
import io.micronaut.context.annotation.Bean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Consumers for reading back. They belong to no group and follow nothing; each is lent to one
 * caller at a time, and there are only so many, so that whoever reads history holds up no payment.
 */
@Singleton
@Bean(preDestroy = "close")
@MeetsKafka
final class Consumers implements AutoCloseable {

  private static final int CONSUMERS_MAX = 4;

  /** Who waits longer is told to come back. */
  private static final Duration LENT_WITHIN = Duration.ofSeconds(2);

  private static final int API_TIMEOUT_MS = 5_000;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  /** What is wanted lies scattered, and what a fetch brings beside it is thrown away. */
  private static final int PARTITION_FETCH_BYTES = 256 * 1024;

  private static final int FETCH_BYTES = 4 * 1024 * 1024;

  private final Supplier<Consumer<byte[], byte[]>> open;
  private final Semaphore free = new Semaphore(CONSUMERS_MAX, true);
  private final ConcurrentLinkedDeque<Consumer<byte[], byte[]>> idle =
      new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  @Inject
  Consumers(KafkaSettings settings) {
    this(
        () -> {
          Map<String, Object> config = new HashMap<>(settings.consumer());
          config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
          config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
          config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
          config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
          return ByteClients.consumer(config);
        });
  }

  Consumers(Supplier<Consumer<byte[], byte[]>> open) {
    this.open = open;
  }

  /**
   * Lends a consumer.
   *
   * @throws HistoryUnavailableException when all are lent, or the broker does not answer
   */
  <T> T lend(Function<Consumer<byte[], byte[]>, T> reading) {
    try {
      if (!free.tryAcquire(Deadline.left(LENT_WITHIN).toNanos(), TimeUnit.NANOSECONDS)) {
        throw new HistoryUnavailableException("Too many read what happened at once.", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HistoryUnavailableException("The process stops.", e);
    }
    @Nullable Consumer<byte[], byte[]> consumer = null;
    try {
      consumer = idle.poll();
      if (consumer == null) {
        consumer = open.get();
      }
      T read = reading.apply(consumer);
      giveBack(consumer);
      consumer = null;
      return read;
    } catch (KafkaException e) {
      throw new HistoryUnavailableException("The broker does not answer.", e);
    } finally {
      if (consumer != null) {
        // In whatever state it is, the next caller gets another.
        consumer.close(CloseOptions.timeout(CLOSE_MAX));
      }
      free.release();
    }
  }

  private void giveBack(Consumer<byte[], byte[]> consumer) {
    consumer.unsubscribe();
    idle.push(consumer);
    if (closed) {
      closeIdle();
    }
  }

  @Override
  public void close() {
    closed = true;
    closeIdle();
  }

  private void closeIdle() {
    for (Consumer<byte[], byte[]> each = idle.poll(); each != null; each = idle.poll()) {
      each.close(CloseOptions.timeout(CLOSE_MAX));
    }
  }
}
