package dev.recur.service.read;

import dev.recur.schemas.buyer.BuyerData;
import java.time.Instant;
import java.util.Optional;

/**
 * The buyer of one subscription, for the moment of a request: nothing of it is to be kept.
 *
 * @param data empty once the buyer is forgotten
 * @param createdAt real time at which a buyer of this subscription was first written down
 */
public record BuyerView(
    String subscriptionId, String clientId, Optional<BuyerData> data, Instant createdAt) {}
