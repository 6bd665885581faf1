package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;

/** {@code subscriptions/resume}, beyond Antom. */
public record ResumeRequest(String subscriptionId, String subscriptionUpdateRequestId) {

  /** Reads the body. */
  public static ResumeRequest read(Fields body) {
    return new ResumeRequest(
        body.text("subscriptionId", CommonFields.ID_CHARS_MAX),
        body.text("subscriptionUpdateRequestId", CommonFields.ID_CHARS_MAX));
  }
}
