package dev.recur.notifier.sender;

import static java.util.stream.Collectors.toMap;

import dev.recur.notifier.delivery.Outbound;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.notifier.notice.LetterFacts;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.id.EndpointLane;
import dev.recur.schemas.kafka.ProcessExit;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;
import okio.ByteString;

/**
 * The notifier's dispatcher and sender, whole but for the socket, the key and the threads. It lies
 * in their package because nobody else is to replace those.
 */
public final class SimulatedSender implements Outbound {

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int IN_THE_AIR_MAX = 8;

  /** Whoever is posted to. */
  public interface Receiver {
    /**
     * Takes a request.
     *
     * @return what is answered; empty for silence
     */
    Optional<Answer> post(String url, Map<String, String> headers, String body);

    /**
     * Takes a letter to a subscription's buyer.
     *
     * @return false for silence
     */
    boolean letter(String subscriptionId, String deliveryId, long sequence, int attempt);
  }

  /**
   * A receiver's answer.
   *
   * @param status HTTP status
   */
  public record Answer(int status, String body) {}

  private final Dispatcher dispatcher;
  private final List<Runnable> begun = new ArrayList<>();

  /**
   * A sender of one process.
   *
   * @param perLaneMax most attempts of a lane in the air
   */
  public SimulatedSender(
      BodySource bodies, AttemptLog log, Receiver receiver, InstantSource clock, int perLaneMax) {
    EgressClient egress =
        (request, _, _) ->
            new Exchange(
                receiver
                    .post(
                        request.target().url().toString(),
                        headers(request.headers()),
                        request.body().utf8())
                    .map(SimulatedSender::complete)
                    .orElseGet(
                        () ->
                            new EgressAnswer.None(
                                new Failure(FailureCode.E_TIMEOUT, "No answer in time."))),
                Phases.NONE);
    dispatcher =
        new Dispatcher(
            (_, endpointId) -> Optional.of(recipient(endpointId)),
            Optional.of(carrier(receiver, clock)),
            bodies,
            new WebhookSender(egress, DEADLINE, clock, () -> clock.millis() * 1_000_000),
            log,
            new SenderMeters(new CompositeMeterRegistry()),
            failing(),
            new Room(IN_THE_AIR_MAX, perLaneMax),
            new Room(IN_THE_AIR_MAX, perLaneMax),
            new Begun());
  }

  /** The mail sender, but for the buyer and the words: nothing here is meant for a person. */
  private static MailCarrier carrier(Receiver receiver, InstantSource clock) {
    return new MailCarrier() {
      @Override
      public int inTheAirMax() {
        return IN_THE_AIR_MAX;
      }

      @Override
      public WebhookAttempt attempt(Shipment shipment, Shipment.Body body) {
        return letter(receiver, shipment, body, clock.instant())
            .record(shipment, clock.instant(), 0)
            .setUrl(EndpointLane.MAIL)
            .build();
      }
    };
  }

  private static Outcome letter(
      Receiver receiver, Shipment shipment, Shipment.Body body, Instant now) {
    if (LetterFacts.parse(body.bytes()).isTooLate(now)) {
      return Outcome.of(
          AttemptOutcome.NOBODY,
          new Failure(FailureCode.E_TOO_LATE, "What it announces has come."));
    }
    boolean taken =
        receiver.letter(
            shipment.subscriptionId(),
            shipment.deliveryId(),
            shipment.sequence(),
            shipment.attempt());
    return taken
        ? Outcome.ACKNOWLEDGED
        : Outcome.failed(new Failure(FailureCode.E_TIMEOUT, "No answer in time."));
  }

  private static Map<String, String> headers(Headers headers) {
    return headers.names().stream().collect(toMap(name -> name, headers::get));
  }

  private static EgressAnswer complete(Answer answer) {
    return new EgressAnswer.Complete(
        new EgressAnswer.Head(answer.status(), Headers.of()), ByteString.encodeUtf8(answer.body()));
  }

  private static Recipient recipient(Optional<String> endpointId) {
    return new Recipient(
        Optional.empty(),
        List.of((_, _, _, _, _) -> {}),
        endpointId.isEmpty() ? Acknowledgement.RESULT_S : Acknowledgement.ANY_2XX);
  }

  private static ProcessExit failing() {
    return (what, cause) -> {
      throw new AssertionError(what, cause);
    };
  }

  @Override
  public HandOver offer(Shipment shipment) {
    return dispatcher.offer(shipment);
  }

  /** Attempts that are begun; each is made when it is run. */
  public List<Runnable> begun() {
    return begun;
  }

  /** Keeps attempts for whoever says when each is made. */
  private final class Begun extends AbstractExecutorService {
    @Override
    public void execute(Runnable command) {
      begun.add(command);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
