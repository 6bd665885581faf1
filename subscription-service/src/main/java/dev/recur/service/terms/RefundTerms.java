package dev.recur.service.terms;

import org.jspecify.annotations.Nullable;

/**
 * Money back of one payment.
 *
 * @param requestId the merchant's id for this refund
 * @param paymentId the payment whose money goes back
 * @param notificationUrl receives notifyRefund; absent: nobody is told
 */
public record RefundTerms(
    String requestId,
    String paymentId,
    Amount amount,
    @Nullable String notificationUrl,
    @Nullable String reason) {}
