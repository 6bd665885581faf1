package dev.recur.service.gateway.wire;

import dev.recur.service.command.Command.Cancellation;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code subscriptions/cancel} (Antom, cancel). At least one of the ids is there; where both are,
 * they have to be of one subscription.
 */
public record CancelRequest(
    @Nullable String subscriptionId,
    @Nullable String subscriptionRequestId,
    Cancellation cancellationType) {

  /** Reads the body. */
  public static CancelRequest read(Fields body) {
    CancelRequest request =
        new CancelRequest(
            body.optionalText("subscriptionId", CommonFields.ID_CHARS_MAX),
            body.optionalText("subscriptionRequestId", CommonFields.ID_CHARS_MAX),
            body.oneOf("cancellationType", Cancellation.class));
    if (request.subscriptionId == null && request.subscriptionRequestId == null) {
      throw body.refuse("subscriptionId", "is missing: send it, or subscriptionRequestId.");
    }
    return request;
  }
}
