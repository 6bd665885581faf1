package dev.recur.notifier.notice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Writes the bodies of notifications (Antom, notifySubscription and notifyPayment of a subscription
 * period). The same event makes the same bytes.
 */
final class Renderer {

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * The end that is told where none was agreed: the contract requires the field, and this is the
   * default it names itself (Antom, Change a subscription: subscriptionEndTime).
   */
  private static final OffsetDateTime OPEN_END = OffsetDateTime.parse("2099-12-31T23:59:59+08:00");

  private Renderer() {}

  static String render(Context context, LedgerEvent event, Notice notice, long previousSequence) {
    var text = new StringWriter(1024);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      switch (notice) {
        case Notice.OfSubscription subscription -> write(json, context, subscription);
        case Notice.OfPayment payment -> write(json, context, event.at(), payment);
      }
      json.writeNumberField("sequence", event.sequence());
      json.writeNumberField("previousSequence", previousSequence);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing into memory does not fail.", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Context context, Notice.OfSubscription notice)
      throws IOException {
    Terms terms = context.terms();
    Situation situation = context.situation();
    json.writeStringField("subscriptionRequestId", terms.requestId());
    json.writeStringField("subscriptionId", context.subscriptionId());
    json.writeStringField("subscriptionStatus", situation.subscriptionStatus());
    json.writeStringField("subscriptionNotificationType", notice.type().name());
    json.writeStringField("subscriptionStartTime", time(terms.startTime(), terms));
    json.writeStringField(
        "subscriptionEndTime",
        situation
            .serviceEnd()
            .or(terms::endTime)
            .map(end -> time(end, terms))
            .orElseGet(() -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OPEN_END)));
    json.writeObjectFieldStart("periodRule");
    json.writeStringField("periodType", terms.periodUnit().name());
    json.writeNumberField("periodCount", terms.periodCount());
    json.writeEndObject();
    json.writeStringField("lifecycleStatus", situation.lifecycleStatus(terms));
  }

  private static void write(
      JsonGenerator json, Context context, Instant at, Notice.OfPayment notice) throws IOException {
    Terms terms = context.terms();
    Payment payment = notice.payment();
    PaymentResult result = notice.result();
    json.writeStringField("notifyType", "PAYMENT_RESULT");
    json.writeObjectFieldStart("result");
    json.writeStringField("resultCode", result.name());
    json.writeStringField("resultStatus", result.status());
    json.writeStringField("resultMessage", result.message());
    json.writeEndObject();
    json.writeStringField("paymentId", payment.paymentId());
    json.writeObjectFieldStart("paymentAmount");
    json.writeStringField("currency", payment.amount().currency());
    json.writeStringField("value", Long.toString(payment.amount().amountMinor()));
    json.writeEndObject();
    json.writeStringField("paymentCreateTime", time(payment.createdAt(), terms));
    if (result == PaymentResult.SUCCESS) {
      json.writeStringField("paymentTime", time(at, terms));
    }
    json.writeStringField("subscriptionRequestId", terms.requestId());
    json.writeStringField("subscriptionId", context.subscriptionId());
    json.writeStringField("periodStartTime", time(payment.periodStart(), terms));
    json.writeStringField("periodEndTime", time(payment.periodEnd(), terms));
    json.writeStringField(
        "phaseNo", Integer.toString(payment.period().orElse(context.situation().period())));
    json.writeStringField("paymentMethodType", notice.paymentMethodType());
  }

  /**
   * A time as the contract writes it: whole seconds, with the offset that the merchant counts in.
   */
  private static String time(Instant time, Terms terms) {
    OffsetDateTime local =
        time.truncatedTo(ChronoUnit.SECONDS).atZone(terms.zone()).toOffsetDateTime();
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local);
  }
}
