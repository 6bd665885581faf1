package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code payments/inquiryRefund} (Antom, inquiryRefund). At least one of the ids is there; where
 * both are, {@code refundId} counts.
 */
public record InquiryRefundRequest(@Nullable String refundId, @Nullable String refundRequestId) {

  /** Reads the body. */
  public static InquiryRefundRequest read(Fields body) {
    InquiryRefundRequest request =
        new InquiryRefundRequest(
            body.optionalText("refundId", CommonFields.ID_CHARS_MAX),
            body.optionalText("refundRequestId", CommonFields.ID_CHARS_MAX));
    if (request.refundId == null && request.refundRequestId == null) {
      throw body.refuse("refundId", "is missing: send it, or refundRequestId.");
    }
    return request;
  }
}
