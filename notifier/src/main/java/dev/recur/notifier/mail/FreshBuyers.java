package dev.recur.notifier.mail;

import dev.recur.notifier.buyer.KnownBuyers;
import dev.recur.notifier.notice.Mailing.Standing;
import dev.recur.schemas.buyer.BuyerData;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Buyers as the topic has them now. One who came with a subscription was written down before its
 * first event; a reader that is behind must not take that for nobody. So where none is known, the
 * topic is read to its end first. That is seldom: few e-mails are made where nobody is known.
 */
final class FreshBuyers implements BuyerLookup {

  private static final Duration READ_MAX = Duration.ofSeconds(5);

  private final KnownBuyers known;
  private final Supplier<Map<Integer, Long>> ends;

  /**
   * Buyers.
   *
   * @param ends where each partition of the topic ends now
   */
  FreshBuyers(KnownBuyers known, Supplier<Map<Integer, Long>> ends) {
    this.known = known;
    this.ends = ends;
  }

  @Override
  public Optional<BuyerData> find(String subscriptionId) throws InterruptedException {
    Optional<BuyerData> found = known.open(subscriptionId);
    if (found.isPresent() || known.standing(subscriptionId) != Standing.UNKNOWN) {
      return found;
    }
    if (!known.awaitTaken(ends.get(), READ_MAX)) {
      throw new IllegalStateException(
          "Topic buyers was not read to its end within %d s.".formatted(READ_MAX.toSeconds()));
    }
    return known.open(subscriptionId);
  }
}
