package dev.recur.local.channel.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What the channel is told beside the order, for its risk control, the buyer's statement and the
 * merchant's settlement. It never changes what moves.
 *
 * @param orderAmountMinor the order's amount in the currency's smallest unit
 * @param orderCurrency its ISO 4217 code
 * @param settlementCurrency in which the merchant is paid, an ISO 4217 code
 * @param description what the buyer reads in the statement
 */
public record Background(
    @Nullable Long orderAmountMinor,
    @Nullable String orderCurrency,
    @Nullable String settlementCurrency,
    @Nullable String description) {

  /** Nothing is told. */
  public static final Background NONE = new Background(null, null, null, null);
}
