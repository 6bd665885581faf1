package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.terms.PaymentMethod;

/** {@code subscriptions/replacePaymentMethod}, beyond Antom. */
public record ReplacePaymentMethodRequest(
    String subscriptionId, String subscriptionUpdateRequestId, PaymentMethod paymentMethod) {

  /** Reads the body. */
  public static ReplacePaymentMethodRequest read(Fields body) {
    return new ReplacePaymentMethodRequest(
        body.text("subscriptionId", CommonFields.ID_CHARS_MAX),
        body.text("subscriptionUpdateRequestId", CommonFields.ID_CHARS_MAX),
        CommonFields.paymentMethod(body, "paymentMethod"));
  }
}
