package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.terms.UpdateTerms;
import dev.recur.service.terms.UpdateTerms.ChangeMode;
import dev.recur.service.terms.UpdateTerms.Proration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code subscriptions/update} (Antom, update: request). Beyond Antom: {@code changeMode}.
 * Something has to be asked for.
 */
public record UpdateRequest(String subscriptionId, UpdateTerms terms) {

  /** Reads the body. */
  public static UpdateRequest read(Fields body) {
    UpdateRequest request =
        new UpdateRequest(
            body.text("subscriptionId", CommonFields.ID_CHARS_MAX),
            new UpdateTerms(
                body.text("subscriptionUpdateRequestId", CommonFields.ID_CHARS_MAX),
                body.optionalText("subscriptionDescription", CommonFields.DESCRIPTION_CHARS_MAX),
                CommonFields.optionalAmount(body, "paymentAmount"),
                CommonFields.optionalPeriodRule(body, "periodRule"),
                CommonFields.optionalInstant(body, "subscriptionEndTime"),
                CommonFields.optionalOrderAmount(body),
                proration(body),
                CommonFields.optionalInstant(body, "nextSubscriptionDate"),
                Objects.requireNonNullElse(
                    body.optionalOneOf("changeMode", ChangeMode.class), ChangeMode.IMMEDIATE)));
    if (request.terms.isEmpty()) {
      throw body.refuse(
          "subscriptionDescription",
          "is missing, and so is everything else that can be updated: send what is to change.");
    }
    return request;
  }

  private static @Nullable Proration proration(Fields body) {
    return body.optionalObject("prorationSettings")
        .map(
            settings ->
                new Proration(
                    settings.oneOf("prorationMode", Proration.Mode.class),
                    CommonFields.positiveAmount(settings, "customAmount")))
        .orElse(null);
  }
}
