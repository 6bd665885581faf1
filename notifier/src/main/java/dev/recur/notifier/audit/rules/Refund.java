package dev.recur.notifier.audit.rules;

/**
 * What a refund is about.
 *
 * @param id the refund's own
 * @param paymentId the payment whose money goes back
 * @param money how much goes back
 * @param paid that payment's amount
 * @param refundedMinor what of the payment has gone back or is on its way, this refund included, in
 *     minor units, as the ledger has it
 */
public record Refund(String id, String paymentId, Money money, Money paid, long refundedMinor) {}
