package dev.recur.notifier.delivery;

import java.util.Optional;

/**
 * One attempt that is to be made now.
 *
 * @param deliveryId the delivery
 * @param lane its lane, and the key of its records
 * @param clientId the merchant, whose platform key signs
 * @param endpointId the merchant's endpoint; empty for a URL that the subscription or the refund
 *     names
 * @param subscriptionId the subscription
 * @param sequence of the event that is told
 * @param attempt number of the attempt, from 1
 * @param isFirst true when it may use the room that is kept for first attempts
 * @param eventType what is told, as endpoints filter by it
 * @param partition of webhook.deliveries, and of webhook.attempts that its outcome is written to
 * @param offset of its record on webhook.deliveries; {@link #NO_OFFSET} where the body is here for
 *     good
 * @param body empty when it has to be fetched by partition and offset
 * @param traceparent W3C trace context of what caused it
 */
public record Shipment(
    String deliveryId,
    String lane,
    String clientId,
    Optional<String> endpointId,
    String subscriptionId,
    long sequence,
    int attempt,
    boolean isFirst,
    String eventType,
    int partition,
    long offset,
    Optional<Body> body,
    Optional<String> traceparent) {

  /** Of a delivery that was made before offsets were kept; its body is never absent. */
  public static final long NO_OFFSET = -1;
}
