package dev.recur.notifier.notice;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;

/** What notifyRefund says (Antom, notifyRefund). */
final class RefundRenderer {

  private RefundRenderer() {}

  /**
   * Writes the fields. The contract has no subscriptionId here; it is added because sequences are
   * counted per subscription.
   *
   * @param at when the refund became final
   */
  static void write(JsonGenerator json, Context context, Instant at, Notice.OfRefund notice)
      throws IOException {
    Refund refund = notice.refund();
    RefundResult result = notice.result();
    json.writeStringField("notifyType", "REFUND_RESULT");
    Wire.result(json, result.name(), result.status(), result.message());
    json.writeStringField("refundStatus", result.refundStatus());
    json.writeStringField("refundRequestId", refund.requestId());
    json.writeStringField("refundId", refund.refundId());
    Wire.money(json, "refundAmount", refund.amount());
    if (result == RefundResult.SUCCESS) {
      json.writeStringField("refundTime", Wire.time(at, context.terms().zone()));
    }
    json.writeStringField("subscriptionId", context.subscriptionId());
  }
}
