package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.terms.RefundTerms;

/** {@code payments/refund} (Antom, refund). */
public record RefundRequest(RefundTerms terms) {

  private static final int REASON_CHARS_MAX = 256;
  private static final int URL_CHARS_MAX = 1024;

  /** Reads the body. */
  public static RefundRequest read(Fields body) {
    return new RefundRequest(
        new RefundTerms(
            body.text("refundRequestId", CommonFields.ID_CHARS_MAX),
            body.text("paymentId", CommonFields.ID_CHARS_MAX),
            CommonFields.positiveAmount(body, "refundAmount"),
            CommonFields.optionalUrl(body, "refundNotifyUrl", URL_CHARS_MAX),
            body.optionalText("refundReason", REASON_CHARS_MAX)));
  }
}
