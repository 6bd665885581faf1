package dev.recur.service.gateway.wire;

import dev.recur.service.history.EventLog;
import dev.recur.service.history.Positions;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code subscriptions/inquireEvents}, beyond Antom.
 *
 * @param subscriptionId whose events; absent: all of the merchant's
 * @param afterSequence of one subscription: the sequence after which they begin
 * @param afterPosition of all: where the answer before ended
 */
public record InquireEventsRequest(
    @Nullable String subscriptionId, long afterSequence, Positions afterPosition, int limit) {

  /** Reads the body. */
  public static InquireEventsRequest read(Fields body) {
    String subscriptionId = body.optionalText("subscriptionId", CommonFields.ID_CHARS_MAX);
    Long limit = body.optionalInteger("limit", 1, EventLog.LIMIT_MAX);
    return new InquireEventsRequest(
        subscriptionId,
        subscriptionId == null ? 0 : sequence(body),
        subscriptionId == null ? Positions.read(body, "after") : Positions.START,
        limit == null ? EventLog.LIMIT_DEFAULT : limit.intValue());
  }

  private static long sequence(Fields body) {
    return Objects.requireNonNullElse(body.optionalInteger("after", 0, Long.MAX_VALUE), 0L);
  }
}
