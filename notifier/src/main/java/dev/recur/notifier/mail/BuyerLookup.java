package dev.recur.notifier.mail;

import dev.recur.schemas.buyer.BuyerData;
import java.util.Optional;

/** Opens one buyer, for one e-mail. */
interface BuyerLookup {

  /**
   * The buyer of a subscription; empty when there is none, or none any more. Whoever was written
   * down before this was asked is found.
   *
   * @throws BuyersBehindException when that cannot be said now
   * @throws InterruptedException when the process ends meanwhile
   */
  Optional<BuyerData> find(String subscriptionId)
      throws InterruptedException, BuyersBehindException;
}
