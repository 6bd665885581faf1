package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.terms.Amount;
import org.jspecify.annotations.Nullable;

/**
 * {@code subscriptions/charge}, beyond Antom: the merchant triggers a charge (Onerway: renewal of a
 * self-managed subscription).
 *
 * @param paymentAmount absent: the price of a period
 */
public record ChargeRequest(
    String subscriptionId, String paymentRequestId, @Nullable Amount paymentAmount) {

  /** Reads the body. */
  public static ChargeRequest read(Fields body) {
    return new ChargeRequest(
        body.text("subscriptionId", CommonFields.ID_CHARS_MAX),
        body.text("paymentRequestId", CommonFields.ID_CHARS_MAX),
        body.optionalObject("paymentAmount").isEmpty()
            ? null
            : CommonFields.positiveAmount(body, "paymentAmount"));
  }
}
