package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.terms.ChangeTerms;

/**
 * {@code subscriptions/change} (Antom, change: request), the older call. {@code
 * subscriptionExpiryTime} is Antom's and means nothing here: the buyer is not asked again.
 */
public record ChangeRequest(String subscriptionId, ChangeTerms terms) {

  /** Reads the body. */
  public static ChangeRequest read(Fields body) {
    return new ChangeRequest(
        body.text("subscriptionId", CommonFields.ID_CHARS_MAX),
        new ChangeTerms(
            body.text("subscriptionChangeRequestId", CommonFields.ID_CHARS_MAX),
            body.optionalText("subscriptionDescription", CommonFields.DESCRIPTION_CHARS_MAX),
            CommonFields.optionalInstant(body, "subscriptionStartTime"),
            CommonFields.optionalInstant(body, "subscriptionEndTime"),
            CommonFields.optionalPeriodRule(body, "periodRule"),
            CommonFields.optionalOrderAmount(body),
            CommonFields.optionalAmount(body, "paymentAmount"),
            CommonFields.optionalAmount(body, "paymentAmountDifference")));
  }
}
