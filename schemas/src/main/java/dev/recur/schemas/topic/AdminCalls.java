package dev.recur.schemas.topic;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Waits for the broker's answers. The admin client bounds each wait (default.api.timeout.ms). */
final class AdminCalls {

  /** How long brokers may take to hear of a topic. Usually it is milliseconds. */
  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(30);

  private static final Duration ASK_EVERY = Duration.ofMillis(100);

  private AdminCalls() {}

  /** The answer; what Kafka threw is thrown as it was. */
  static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /**
   * The answer to a question about topics that exist, perhaps only just: not every broker knows of
   * a topic at once when the controller has made it. Asks again while a broker does not.
   */
  static <T> T awaitKnown(Supplier<KafkaFuture<T>> question) {
    long deadline = System.nanoTime() + KNOWN_WITHIN.toNanos();
    while (true) {
      try {
        return await(question.get());
      } catch (UnknownTopicOrPartitionException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(ASK_EVERY.toNanos());
      }
    }
  }
}
