package dev.recur.service.read;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The buyers as this instance knows them. */
public interface Buyers {

  /** False while this instance is still catching up: what it does not know may be written down. */
  boolean isCaughtUp();

  /**
   * The buyer of a subscription; null when none was ever written down.
   *
   * @throws IllegalStateException when the master key does not open what is written down
   */
  @Nullable BuyerView find(String subscriptionId);

  /**
   * The subscriptions of a merchant whose buyer is written to at an address. All of the merchant's
   * buyers are opened for it, one after the other.
   *
   * @param countMax most that are given
   * @throws IllegalStateException when the master key does not open one of them
   */
  List<BuyerView> writtenToAt(String clientId, String email, int countMax);

  /** Watches whether a buyer is forgotten; to be opened before the buyer is read. */
  Forgettings.Watch watch(String subscriptionId);

  /**
   * Waits until the topic is taken here up to these offsets, per partition.
   *
   * @return false when it was not within the time
   */
  boolean awaitTaken(Map<Integer, Long> ends, Duration atMost) throws InterruptedException;
}
