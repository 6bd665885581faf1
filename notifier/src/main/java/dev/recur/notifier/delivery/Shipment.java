package dev.recur.notifier.delivery;

import java.util.Optional;

/**
 * One attempt that is to be made now.
 *
 * @param deliveryId the delivery
 * @param endpoint its endpoint's lane
 * @param clientId the merchant, whose platform key signs
 * @param subscriptionId the subscription
 * @param sequence of the event that is told
 * @param attempt number of the attempt, from 1
 * @param url where it is posted to
 * @param body JSON
 * @param traceparent W3C trace context of what caused it
 * @param partition of webhook.attempts that its outcome is written to: the delivery's own
 */
public record Shipment(
    String deliveryId,
    String endpoint,
    String clientId,
    String subscriptionId,
    long sequence,
    int attempt,
    String url,
    String body,
    Optional<String> traceparent,
    int partition) {}
