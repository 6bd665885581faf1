package dev.recur.notifier.notice;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;

/** What notifyPayment says (Antom, notifyPayment of a subscription period). */
final class PaymentRenderer {

  private PaymentRenderer() {}

  /**
   * Writes the fields.
   *
   * @param at when the payment became final
   */
  static void write(JsonGenerator json, Context context, Instant at, Notice.OfPayment notice)
      throws IOException {
    ZoneId zone = context.terms().zone();
    Payment payment = notice.payment();
    PaymentResult result = notice.result();
    json.writeStringField("notifyType", "PAYMENT_RESULT");
    Wire.result(json, result.name(), result.status(), result.message());
    json.writeStringField("paymentId", payment.paymentId());
    Wire.money(json, "paymentAmount", payment.amount());
    json.writeStringField("paymentCreateTime", Wire.time(payment.createdAt(), zone));
    if (result == PaymentResult.SUCCESS) {
      json.writeStringField("paymentTime", Wire.time(at, zone));
    }
    json.writeStringField("subscriptionRequestId", context.terms().requestId());
    json.writeStringField("subscriptionId", context.subscriptionId());
    json.writeStringField("periodStartTime", Wire.time(payment.periodStart(), zone));
    json.writeStringField("periodEndTime", Wire.time(payment.periodEnd(), zone));
    json.writeStringField(
        "phaseNo", Integer.toString(payment.period().orElse(context.situation().period())));
    json.writeStringField("paymentMethodType", notice.paymentMethodType());
  }
}
