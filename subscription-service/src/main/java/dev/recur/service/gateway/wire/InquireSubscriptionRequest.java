package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;

/** {@code subscriptions/inquireSubscription} (Antom, inquireSubscription). */
public record InquireSubscriptionRequest(String subscriptionId) {

  /** Reads the body. */
  public static InquireSubscriptionRequest read(Fields body) {
    return new InquireSubscriptionRequest(body.text("subscriptionId", CommonFields.ID_CHARS_MAX));
  }
}
