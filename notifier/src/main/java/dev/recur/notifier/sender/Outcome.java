package dev.recur.notifier.sender;

import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt went.
 *
 * @param httpStatus where there was an HTTP answer
 * @param failure why it was not acknowledged
 */
public record Outcome(
    AttemptOutcome outcome, @Nullable Integer httpStatus, Optional<Failure> failure) {

  /** It was taken. */
  public static final Outcome ACKNOWLEDGED =
      new Outcome(AttemptOutcome.ACKNOWLEDGED, null, Optional.empty());

  /** No answer. */
  public static Outcome failed(Failure failure) {
    return of(AttemptOutcome.FAILED, failure);
  }

  /** Not acknowledged, and without an HTTP status. */
  public static Outcome of(AttemptOutcome outcome, Failure failure) {
    return new Outcome(outcome, null, Optional.of(failure));
  }

  /**
   * The record of an attempt that went like this.
   *
   * @param durationMs how long it took, in milliseconds
   */
  public WebhookAttempt.Builder record(Shipment shipment, Instant startedAt, long durationMs) {
    return WebhookAttempt.newBuilder()
        .setDeliveryId(shipment.deliveryId())
        .setEndpoint(shipment.lane())
        .setClientId(shipment.clientId())
        .setSubscriptionId(shipment.subscriptionId())
        .setSequence(shipment.sequence())
        .setAttempt(shipment.attempt())
        .setStartedAt(startedAt)
        .setDurationMs(durationMs)
        .setOutcome(outcome)
        .setHttpStatus(httpStatus)
        .setError(failure.map(Failure::inWords).orElse(null))
        .setEventType(shipment.eventType());
  }
}
