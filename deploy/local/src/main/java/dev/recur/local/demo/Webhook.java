package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A webhook.
 *
 * @param body what it says
 * @param signed true when its signature is the platform's
 */
record Webhook(JsonNode body, boolean signed) {

  /** The contract's notifications, by what they tell of. */
  enum Kind {
    /** notifySubscription. */
    SUBSCRIPTION,
    /** notifyPayment. */
    PAYMENT,
    /** notifyRefund. */
    REFUND
  }

  String subscriptionId() {
    return body.path("subscriptionId").asText();
  }

  /** Its place among what happened to the subscription. */
  long sequence() {
    return body.path("sequence").asLong();
  }

  /** The place of the webhook before it. */
  long previousSequence() {
    return body.path("previousSequence").asLong();
  }

  /** Which notification it is: the id of what it tells of says so. */
  Kind kind() {
    if (body.hasNonNull("refundId")) {
      return Kind.REFUND;
    }
    return body.hasNonNull("paymentId") ? Kind.PAYMENT : Kind.SUBSCRIPTION;
  }
}
