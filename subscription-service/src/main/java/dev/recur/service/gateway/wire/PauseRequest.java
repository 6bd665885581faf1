package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code subscriptions/pause}, beyond Antom.
 *
 * @param resumeTime when it goes on by itself; absent: only when asked to
 */
public record PauseRequest(
    String subscriptionId, String subscriptionUpdateRequestId, @Nullable Instant resumeTime) {

  /** Reads the body. */
  public static PauseRequest read(Fields body) {
    return new PauseRequest(
        body.text("subscriptionId", CommonFields.ID_CHARS_MAX),
        body.text("subscriptionUpdateRequestId", CommonFields.ID_CHARS_MAX),
        CommonFields.optionalInstant(body, "resumeTime"));
  }
}
