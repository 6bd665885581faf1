package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A webhook whose signature is the platform's.
 *
 * @param body what it says
 */
record Webhook(JsonNode body) {

  /** Its place among what happened to the subscription. */
  long sequence() {
    return body.path("sequence").asLong();
  }

  /** The place of the webhook before it. */
  long previousSequence() {
    return body.path("previousSequence").asLong();
  }

  /** True for notifyPayment, false for notifySubscription. */
  boolean isOfPayment() {
    return body.hasNonNull("paymentId");
  }
}
