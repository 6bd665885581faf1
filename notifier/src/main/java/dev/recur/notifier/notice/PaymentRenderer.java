package dev.recur.notifier.notice;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

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
    Wire.textIfKnown(json, "paymentRequestId", requestId(payment, context.terms().birth()));
    json.writeStringField("paymentId", payment.paymentId());
    Wire.money(json, "paymentAmount", payment.amount());
    json.writeStringField("paymentCreateTime", Wire.time(payment.createdAt(), zone));
    if (result == PaymentResult.SUCCESS) {
      json.writeStringField("paymentTime", Wire.time(at, zone));
    }
    json.writeStringField("subscriptionRequestId", context.terms().birth().requestId());
    json.writeStringField("subscriptionId", context.subscriptionId());
    json.writeStringField("periodStartTime", Wire.time(payment.periodStart(), zone));
    json.writeStringField("periodEndTime", Wire.time(payment.periodEnd(), zone));
    json.writeStringField("phaseNo", Integer.toString(payment.period()));
    json.writeStringField("paymentMethodType", notice.paymentMethodType());
  }

  /**
   * The merchant's own id for the payment, where the merchant asked for it: for a charge of its
   * own, and for the payment that began the subscription.
   */
  private static Optional<String> requestId(Payment payment, Birth birth) {
    return switch (payment.purpose()) {
      case Purpose.Manual manual -> Optional.of(manual.requestId());
      case Purpose.Period period when period.number() == 1 && birth.origin() == Origin.PAY ->
          Optional.of(birth.requestId());
      case Purpose.Period _, Purpose.Change _ -> Optional.empty();
    };
  }
}
