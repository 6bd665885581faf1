package dev.recur.notifier.sender;

import dev.recur.notifier.delivery.Outbound;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.kafka.ProcessExit;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
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
                        request.target().url().toString(), request.headers(), request.body().utf8())
                    .map(SimulatedSender::complete)
                    .orElseGet(
                        () ->
                            new EgressAnswer.None(
                                new Failure(FailureCode.E_TIMEOUT, "No answer in time."))),
                Phases.NONE);
    dispatcher =
        new Dispatcher(
            (_, endpointId) -> Optional.of(recipient(endpointId)),
            Optional.empty(),
            bodies,
            new WebhookSender(egress, DEADLINE, clock, () -> clock.millis() * 1_000_000),
            log,
            new SenderMeters(new CompositeMeterRegistry()),
            failing(),
            new Room(IN_THE_AIR_MAX, perLaneMax),
            new Room(1, 1),
            new Begun());
  }

  private static EgressAnswer complete(Answer answer) {
    return new EgressAnswer.Complete(
        new EgressAnswer.Head(answer.status(), Headers.of()), ByteString.encodeUtf8(answer.body()));
  }

  private static Recipient recipient(Optional<String> endpointId) {
    return new Recipient(
        Optional.empty(),
        List.of((_, _, _, _) -> Map.of()),
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
