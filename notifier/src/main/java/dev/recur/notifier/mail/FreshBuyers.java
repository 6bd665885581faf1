package dev.recur.notifier.mail;

import dev.recur.notifier.buyer.KnownBuyers;
import dev.recur.notifier.notice.Mailing.Standing;
import dev.recur.schemas.buyer.BuyerData;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Buyers as the topic has them now. One who came with a subscription was written down before its
 * first event; a reader that is behind must not take that for nobody. So where none is known, the
 * topic is read to its end first. That is seldom: few e-mails are made where nobody is known.
 */
final class FreshBuyers implements BuyerLookup {

  private static final Duration READ_MAX = Duration.ofSeconds(5);

  private final KnownBuyers known;
  private final Function<Duration, Map<Integer, Long>> ends;
  private final Duration atMost;

  /**
   * Buyers.
   *
   * @param ends where each partition of the topic ends now, asked within that time
   * @param deadline of an e-mail: the look-up takes no longer
   */
  FreshBuyers(KnownBuyers known, Function<Duration, Map<Integer, Long>> ends, Duration deadline) {
    this.known = known;
    this.ends = ends;
    this.atMost = deadline.compareTo(READ_MAX) < 0 ? deadline : READ_MAX;
  }

  @Override
  public Optional<BuyerData> find(String subscriptionId)
      throws InterruptedException, BuyersBehindException {
    Optional<BuyerData> found = known.open(subscriptionId);
    if (found.isPresent() || known.standing(subscriptionId) != Standing.UNKNOWN) {
      return found;
    }
    long deadlineNanos = System.nanoTime() + atMost.toNanos();
    Map<Integer, Long> end = end();
    if (!known.awaitTaken(end, Duration.ofNanos(deadlineNanos - System.nanoTime()))) {
      throw new BuyersBehindException(
          "Topic buyers was not read to its end within %d ms.".formatted(atMost.toMillis()));
    }
    return known.open(subscriptionId);
  }

  private Map<Integer, Long> end() throws InterruptedException, BuyersBehindException {
    try {
      return ends.apply(atMost);
    } catch (InterruptException e) {
      Thread.interrupted();
      InterruptedException interrupted = new InterruptedException("The process ends.");
      interrupted.initCause(e);
      throw interrupted;
    } catch (KafkaException e) {
      throw new BuyersBehindException("Kafka does not say where topic buyers ends.", e);
    }
  }
}
