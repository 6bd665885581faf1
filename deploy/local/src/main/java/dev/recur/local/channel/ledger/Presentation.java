package dev.recur.local.channel.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A charge or refund as it is presented to the channel.
 *
 * @param key idempotency key
 * @param purpose PERIOD, CHANGE, MANUAL or REFUND
 * @param period number of the period, from 1; null unless the purpose is PERIOD
 * @param amountMinor in the currency's smallest unit, more than 0
 * @param currency ISO 4217 code
 * @param paymentMethodId the buyer's payment method, which in the sandbox says how the bank behaves
 * @param at time on the subscription's clock
 * @param sandbox false when money would move if this were a real bank
 */
public record Presentation(
    Operation operation,
    String key,
    String subscriptionId,
    String clientId,
    String paymentId,
    String purpose,
    @Nullable Integer period,
    long amountMinor,
    String currency,
    String paymentMethodType,
    @Nullable String paymentMethodId,
    Instant at,
    boolean sandbox) {

  /**
   * True when both ask for the same. When it is asked is not part of that: a repeat comes later.
   */
  boolean asksTheSameAs(Presentation other) {
    return other.withAt(at).equals(this);
  }

  private Presentation withAt(Instant time) {
    return new Presentation(
        operation,
        key,
        subscriptionId,
        clientId,
        paymentId,
        purpose,
        period,
        amountMinor,
        currency,
        paymentMethodType,
        paymentMethodId,
        time,
        sandbox);
  }
}
