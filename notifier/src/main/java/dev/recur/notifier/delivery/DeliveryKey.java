package dev.recur.notifier.delivery;

/**
 * Names one delivery.
 *
 * @param endpoint the endpoint's lane
 * @param subscriptionId the subscription
 * @param sequence of the event that is told
 */
record DeliveryKey(String endpoint, String subscriptionId, long sequence) {}
