package dev.recur.notifier.notice;

/**
 * Where a subscription's notifications go.
 *
 * @param subscriptionUrl where notifySubscription goes
 * @param paymentUrl where notifyPayment goes
 */
public record Endpoints(String subscriptionUrl, String paymentUrl) {}
