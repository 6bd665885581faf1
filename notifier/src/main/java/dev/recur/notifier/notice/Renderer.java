package dev.recur.notifier.notice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Writes the bodies of notifications: what each says stands in a renderer of its own, what all say
 * stands here. The same event makes the same bytes.
 */
final class Renderer {

  private static final JsonFactory JSON = new JsonFactory();

  private Renderer() {}

  static String render(Context context, LedgerEvent event, Notice notice, long previousSequence) {
    var text = new StringWriter(1024);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      switch (notice) {
        case Notice.OfSubscription subscription ->
            SubscriptionRenderer.write(json, context, event.status(), subscription);
        case Notice.OfPayment payment -> PaymentRenderer.write(json, context, event.at(), payment);
        case Notice.OfRefund refund -> RefundRenderer.write(json, context, event.at(), refund);
      }
      json.writeNumberField("sequence", event.sequence());
      json.writeNumberField("previousSequence", previousSequence);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing into memory does not fail.", e);
    }
    return text.toString();
  }
}
