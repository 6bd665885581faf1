package dev.recur.notifier.delivery;

import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.id.EndpointLane;
import java.util.Optional;

/**
 * One attempt that is to be made now.
 *
 * @param deliveryId the delivery
 * @param lane its endpoint's lane
 * @param clientId the merchant, whose platform key signs
 * @param endpointId the merchant's endpoint; empty for a URL that a subscription or refund names
 * @param subscriptionId the subscription
 * @param sequence of the event that is told
 * @param attempt number of the attempt, from 1
 * @param isFirst false for retries and replays, which must not take the place of first attempts
 * @param eventType what is told, as endpoints filter by it
 * @param partition of webhook.deliveries, where it lies, and of webhook.attempts, where its outcome
 *     is written to
 * @param offset where it lies on webhook.deliveries; {@link #NO_OFFSET} where the body is at hand
 *     for good
 * @param body what is posted, where it is at hand; else it is read back
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

  /** Of a delivery that was made before offsets were kept; its body is always at hand. */
  public static final long NO_OFFSET = -1;

  /** True for an e-mail to a buyer. */
  public boolean isMail() {
    return endpointId.isEmpty() && lane.equals(EndpointLane.ofMail(clientId).text());
  }

  /**
   * What is posted.
   *
   * @param url where to
   * @param bytes JSON; nobody changes them, and two of them are never compared
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Body(String url, byte[] bytes) {

    /** What a delivery's record carries. */
    public static Body of(WebhookDelivery delivery) {
      byte[] bytes = new byte[delivery.getBody().remaining()];
      delivery.getBody().duplicate().get(bytes);
      return new Body(delivery.getUrl(), bytes);
    }

    @Override
    public String toString() {
      return "Body[" + url + ", " + bytes.length + " bytes]";
    }
  }
}
