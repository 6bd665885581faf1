package dev.recur.service.buyer;

import dev.recur.schemas.buyer.BuyerData;
import java.time.Instant;

/** What is to be written down about the buyer of one subscription. */
sealed interface BuyerRecord {

  String subscriptionId();

  /** The buyer. */
  record Known(String subscriptionId, String clientId, BuyerData data, Instant createdAt)
      implements BuyerRecord {}

  /**
   * That there was one, who is forgotten.
   *
   * @param at real time
   */
  record Forgotten(String subscriptionId, String clientId, Instant createdAt, Instant at)
      implements BuyerRecord {}

  /** Nothing, as if nothing had been: there is no such subscription. */
  record Nothing(String subscriptionId) implements BuyerRecord {}
}
