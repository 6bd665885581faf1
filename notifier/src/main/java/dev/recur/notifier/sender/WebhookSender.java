package dev.recur.notifier.sender;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one attempt and says how it went. */
public final class WebhookSender {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

  /** Longest answer that is read, in bytes. An acknowledgement has about a hundred. */
  static final int ANSWER_BYTES_MAX = 64 * 1024;

  /** Reading a URL costs more than looking it up, and there are few. */
  private static final int TARGETS_MAX = 4_096;

  private final LoadingCache<String, Optional<Target>> targets =
      Caffeine.newBuilder().maximumSize(TARGETS_MAX).build(Target::parse);

  private final EgressClient egress;
  private final Duration deadline;
  private final InstantSource clock;
  private final LongSupplier nanoClock;

  /**
   * A sender.
   *
   * @param deadline of one attempt, over everything
   */
  public WebhookSender(OkHttpEgress egress, Duration deadline, InstantSource clock) {
    this((EgressClient) egress, deadline, clock);
  }

  WebhookSender(EgressClient egress, Duration deadline, InstantSource clock) {
    this(egress, deadline, clock, System::nanoTime);
  }

  /**
   * A sender.
   *
   * @param nanoClock for example {@link System#nanoTime}
   */
  WebhookSender(
      EgressClient egress, Duration deadline, InstantSource clock, LongSupplier nanoClock) {
    this.egress = egress;
    this.deadline = deadline;
    this.clock = clock;
    this.nanoClock = nanoClock;
  }

  /** Signs and posts. Whatever happens is an outcome; nothing is thrown. */
  WebhookAttempt attempt(Shipment shipment, Shipment.Body body, Recipient recipient) {
    Instant startedAt = clock.instant();
    long start = nanoClock.getAsLong();
    String url = recipient.url().orElse(body.url());
    Exchange exchange = exchange(shipment, url, body.bytes(), recipient, startedAt);
    long durationMs = Duration.ofNanos(nanoClock.getAsLong() - start).toMillis();
    Outcome outcome = outcome(exchange.answer(), recipient.acknowledgement());
    Phases phases = exchange.phases();
    return outcome
        .record(shipment, startedAt, durationMs)
        .setUrl(url)
        .setRetryAfter(retryAfter(exchange.answer()))
        .setDnsMs(orNull(phases.dnsMs()))
        .setConnectMs(orNull(phases.connectMs()))
        .setTlsMs(orNull(phases.tlsMs()))
        .setFirstByteMs(orNull(phases.firstByteMs()))
        .setAddress(phases.address().orElse(null))
        .build();
  }

  /**
   * The outcome of what cannot be sent any more.
   *
   * @param reason in one sentence
   */
  WebhookAttempt lost(Shipment shipment, String reason) {
    return Outcome.of(AttemptOutcome.LOST, new Failure(FailureCode.E_LOST, reason))
        .record(shipment, clock.instant(), 0)
        .build();
  }

  private Exchange exchange(
      Shipment shipment, String url, byte[] body, Recipient recipient, Instant now) {
    try {
      Optional<Target> target = targets.get(url);
      return target.isEmpty()
          ? nothing(FailureCode.E_URL, "The URL cannot be read: give an https URL.")
          : egress.send(
              recipient.request(target.get(), shipment.deliveryId(), shipment.attempt(), body, now),
              deadline,
              ANSWER_BYTES_MAX);
    } catch (RuntimeException e) {
      // A bug. It is told and retried as any failure, so that it holds up this delivery alone.
      LOG.atError()
          .setCause(e)
          .addKeyValue("deliveryId", shipment.deliveryId())
          .log("Attempt failed for a reason of our own: report this as a bug.");
      return nothing(FailureCode.E_INTERNAL, "Internal error: " + e);
    }
  }

  private static Exchange nothing(FailureCode code, String reason) {
    return new Exchange(new EgressAnswer.None(new Failure(code, reason)), Phases.NONE);
  }

  private static Outcome outcome(EgressAnswer answer, Acknowledgement acknowledgement) {
    return switch (answer) {
      case EgressAnswer.None(Failure failure) -> Outcome.failed(failure);
      case EgressAnswer.Complete(var head, var body) ->
          outcome(head, acknowledgement, acknowledgement.missing(body));
      case EgressAnswer.TooLong(var head) ->
          outcome(
              head,
              acknowledgement,
              acknowledgement.needsBody()
                  ? Optional.of(
                      new Failure(
                          FailureCode.E_TOO_LONG,
                          "The answer is longer than " + ANSWER_BYTES_MAX + " bytes."))
                  : Optional.empty());
      case EgressAnswer.Broken(var head, Failure failure) ->
          acknowledgement.isStatus(head.status()) && acknowledgement.needsBody()
              ? Outcome.failed(failure)
              : outcome(head, acknowledgement, Optional.empty());
    };
  }

  /** The outcome of an answer whose body, where it counts, is known. */
  private static Outcome outcome(
      EgressAnswer.Head head, Acknowledgement acknowledgement, Optional<Failure> missing) {
    int status = head.status();
    Optional<Failure> failure =
        acknowledgement.isStatus(status)
            ? missing
            : Optional.of(acknowledgement.wrongStatus(status));
    return new Outcome(
        failure.isEmpty() ? AttemptOutcome.ACKNOWLEDGED : AttemptOutcome.REFUSED, status, failure);
  }

  /** Heeded of every status that is no success: which of them pause a lane is not decided here. */
  private @Nullable Instant retryAfter(EgressAnswer answer) {
    return switch (answer) {
      case EgressAnswer.Complete(var head, _) -> retryAfter(head);
      case EgressAnswer.TooLong(var head) -> retryAfter(head);
      case EgressAnswer.Broken(var head, _) -> retryAfter(head);
      case EgressAnswer.None _ -> null;
    };
  }

  private @Nullable Instant retryAfter(EgressAnswer.Head head) {
    return Acknowledgement.ANY_2XX.isStatus(head.status())
        ? null
        : RetryAfter.of(head.headers(), clock.instant()).orElse(null);
  }

  private static @Nullable Long orNull(OptionalLong ms) {
    return ms.isPresent() ? ms.getAsLong() : null;
  }
}
