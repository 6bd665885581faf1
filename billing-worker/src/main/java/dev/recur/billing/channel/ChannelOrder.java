package dev.recur.billing.channel;

import java.time.Instant;
import java.util.Optional;

/**
 * What a channel is asked to charge or to refund.
 *
 * @param key idempotency key
 * @param subscriptionId for which subscription
 * @param clientId for which merchant
 * @param paymentId the payment the key is an attempt of
 * @param purpose what the payment is for: PERIOD, CHANGE, MANUAL or REFUND
 * @param period number of the period, for PERIOD
 * @param amountMinor in minor units
 * @param currency ISO 4217 code
 * @param paymentMethodType code of the method
 * @param paymentMethodId its token at the channel
 * @param at when it was decided, on the subscription's clock
 * @param presentUntil real time after which the key must not be presented
 * @param sandbox true when no money moves
 * @param orderAmountMinor order amount in minor units, for risk control
 * @param orderCurrency its currency
 * @param settlementCurrency currency the merchant is settled in
 * @param refundedPaymentId the payment whose money goes back, for REFUND
 * @param refundedReference the channel's own id for that payment, where it gave one
 * @param description what the buyer reads in the statement
 */
public record ChannelOrder(
    String key,
    String subscriptionId,
    String clientId,
    String paymentId,
    String purpose,
    Optional<Integer> period,
    long amountMinor,
    String currency,
    String paymentMethodType,
    Optional<String> paymentMethodId,
    Instant at,
    Instant presentUntil,
    boolean sandbox,
    Optional<Long> orderAmountMinor,
    Optional<String> orderCurrency,
    Optional<String> settlementCurrency,
    Optional<String> refundedPaymentId,
    Optional<String> refundedReference,
    Optional<String> description) {}
