package dev.recur.local.channel.ledger;

import java.time.Instant;
import java.util.Objects;
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
 * @param refundedPaymentId the payment whose money goes back; null unless it is a refund
 * @param refundedReference the channel's own id of that payment, as far as who asks knows it
 * @param background what is told beside; {@link Background#NONE} in journals of earlier releases
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
    boolean sandbox,
    @Nullable String refundedPaymentId,
    @Nullable String refundedReference,
    @Nullable Background background) {

  public Presentation {
    background = Objects.requireNonNullElse(background, Background.NONE);
  }

  /**
   * True when both ask for the same. When it is asked is not part of that, for a repeat comes
   * later; nor is what is told beside, for it moves nothing.
   */
  boolean asksTheSameAs(Presentation other) {
    return other.told(at, background).equals(this);
  }

  private Presentation told(Instant time, @Nullable Background beside) {
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
        sandbox,
        refundedPaymentId,
        refundedReference,
        beside);
  }
}
