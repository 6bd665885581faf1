package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code payments/inquiryPayment} (Antom, inquiryPayment). At least one of the ids is there; where
 * both are, {@code paymentId} counts.
 */
public record InquiryPaymentRequest(@Nullable String paymentId, @Nullable String paymentRequestId) {

  /** Reads the body. */
  public static InquiryPaymentRequest read(Fields body) {
    InquiryPaymentRequest request =
        new InquiryPaymentRequest(
            body.optionalText("paymentId", CommonFields.ID_CHARS_MAX),
            body.optionalText("paymentRequestId", CommonFields.ID_CHARS_MAX));
    if (request.paymentId == null && request.paymentRequestId == null) {
      throw body.refuse("paymentId", "is missing: send it, or paymentRequestId.");
    }
    return request;
  }
}
