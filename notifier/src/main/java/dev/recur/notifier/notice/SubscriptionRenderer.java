package dev.recur.notifier.notice;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Optional;

/** What notifySubscription says (Antom, notifySubscription). */
final class SubscriptionRenderer {

  /**
   * The end that is told where none was agreed: the contract requires the field, and this is the
   * default it names itself (Antom, Change a subscription: subscriptionEndTime).
   */
  private static final OffsetDateTime OPEN_END = OffsetDateTime.parse("2099-12-31T23:59:59+08:00");

  private SubscriptionRenderer() {}

  /**
   * Writes the fields.
   *
   * @param status where the event left the subscription; left out where it does not say so
   */
  static void write(
      JsonGenerator json,
      Context context,
      Optional<LifecycleStatus> status,
      Notice.OfSubscription notice)
      throws IOException {
    Terms terms = context.terms();
    Situation situation = context.situation();
    json.writeStringField("subscriptionRequestId", terms.birth().requestId());
    json.writeStringField("subscriptionId", context.subscriptionId());
    json.writeStringField("subscriptionStatus", situation.subscriptionStatus());
    json.writeStringField("subscriptionNotificationType", notice.type().name());
    json.writeStringField("subscriptionStartTime", Wire.time(terms.startTime(), terms.zone()));
    json.writeStringField(
        "subscriptionEndTime",
        situation
            .serviceEnd()
            .or(terms::endTime)
            .map(end -> Wire.time(end, terms.zone()))
            .orElseGet(() -> Wire.time(OPEN_END)));
    json.writeObjectFieldStart("periodRule");
    json.writeStringField("periodType", terms.periodRule().unit().name());
    json.writeNumberField("periodCount", terms.periodRule().count());
    json.writeEndObject();
    Wire.textIfKnown(json, "lifecycleStatus", status.map(LifecycleStatus::wire));
    Wire.textIfKnown(json, "subscriptionDescription", terms.description());
    Wire.textIfKnown(json, "tokenId", situation.method().tokenId());
    if (notice.type() == Notice.SubscriptionNotificationType.CHANGE) {
      Wire.textIfKnown(json, "relatedSubscriptionId", terms.birth().relatedSubscriptionId());
    }
  }
}
