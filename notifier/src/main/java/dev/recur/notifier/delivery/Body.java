package dev.recur.notifier.delivery;

import dev.recur.schemas.avro.WebhookDelivery;

/**
 * What is posted, and where to. The bytes are those of the delivery's record and are not changed by
 * anybody.
 *
 * @param url where it is posted to
 * @param bytes JSON
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; copying would cost every attempt.
public record Body(String url, byte[] bytes) {

  /** The body that a delivery's record carries. */
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
