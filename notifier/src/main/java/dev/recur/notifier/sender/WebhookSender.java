package dev.recur.notifier.sender;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.delivery.Body;
import dev.recur.notifier.delivery.BodySource;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one attempt and says how it went. */
public final class WebhookSender {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

  /** Longest answer that is read, in bytes. An acknowledgement has about a hundred. */
  static final int ANSWER_BYTES_MAX = 64 * 1024;

  private static final int ERROR_CHARS_MAX = 500;

  private final EgressClient egress;
  private final BodySource bodies;
  private final Duration deadline;
  private final InstantSource clock;

  /**
   * A sender.
   *
   * @param bodies reads back what is not in memory any more
   * @param deadline of one attempt, over everything
   */
  public WebhookSender(
      EgressClient egress, BodySource bodies, Duration deadline, InstantSource clock) {
    this.egress = egress;
    this.bodies = bodies;
    this.deadline = deadline;
    this.clock = clock;
  }

  private record Outcome(
      AttemptOutcome outcome, @Nullable Integer httpStatus, @Nullable String error) {}

  /** Signs and posts. Whatever happens is an outcome; nothing is thrown. */
  public WebhookAttempt attempt(Shipment shipment, Signer signer) {
    Instant startedAt = clock.instant();
    long start = System.nanoTime();
    Outcome outcome = outcome(shipment, signer, startedAt);
    long durationMs = Duration.ofNanos(System.nanoTime() - start).toMillis();
    return WebhookAttempt.newBuilder()
        .setDeliveryId(shipment.deliveryId())
        .setEndpoint(shipment.lane())
        .setClientId(shipment.clientId())
        .setSubscriptionId(shipment.subscriptionId())
        .setSequence(shipment.sequence())
        .setAttempt(shipment.attempt())
        .setStartedAt(startedAt)
        .setDurationMs(durationMs)
        .setOutcome(outcome.outcome())
        .setHttpStatus(outcome.httpStatus())
        .setError(outcome.error())
        .setEventType(shipment.eventType())
        .build();
  }

  private Outcome outcome(Shipment shipment, Signer signer, Instant now) {
    try {
      Optional<Body> body =
          shipment.body().or(() -> bodies.fetch(shipment.partition(), shipment.offset()));
      if (body.isEmpty()) {
        return failed("The delivery's record is not on webhook.deliveries any more.");
      }
      Optional<Target> target = Target.parse(body.get().url());
      String text = new String(body.get().bytes(), UTF_8);
      return target.isEmpty()
          ? failed("The URL cannot be read: give an https URL.")
          : outcome(egress.send(signer.sign(target.get(), text, now), deadline, ANSWER_BYTES_MAX));
    } catch (RuntimeException e) {
      // A bug. It is told and retried as any failure, so that it holds up this delivery alone.
      LOG.atError()
          .setCause(e)
          .addKeyValue("deliveryId", shipment.deliveryId())
          .log("Attempt failed for a reason of our own: report this as a bug.");
      return failed("Internal error: " + e);
    }
  }

  private static Outcome outcome(EgressAnswer answer) {
    return switch (answer) {
      case EgressAnswer.Complete(int status, var body) -> {
        Optional<String> missing = Acknowledgement.missing(status, body);
        yield new Outcome(
            missing.isEmpty() ? AttemptOutcome.ACKNOWLEDGED : AttemptOutcome.REFUSED,
            status,
            missing.orElse(null));
      }
      case EgressAnswer.TooLong(int status) ->
          new Outcome(
              AttemptOutcome.REFUSED,
              status,
              "The answer is longer than " + ANSWER_BYTES_MAX + " bytes.");
      case EgressAnswer.None(String reason) -> failed(reason);
    };
  }

  private static Outcome failed(String reason) {
    return new Outcome(
        AttemptOutcome.FAILED,
        null,
        reason.length() <= ERROR_CHARS_MAX ? reason : reason.substring(0, ERROR_CHARS_MAX));
  }
}
