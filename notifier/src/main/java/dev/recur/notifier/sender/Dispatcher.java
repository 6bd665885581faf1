package dev.recur.notifier.sender;

import dev.recur.notifier.delivery.Outbound;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.kafka.ProcessExit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Takes shipments off the stream threads: each gets a virtual thread of its own, up to a limit.
 * There is no queue: what does not fit stays due where it is.
 */
public final class Dispatcher implements Outbound, AutoCloseable {

  /** What is in the air may come to its end, but a stop must not take long. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private final PlatformKeys keys;
  private final WebhookSender sender;
  private final AttemptLog log;
  private final SenderMeters meters;
  private final ProcessExit exit;
  private final int inTheAirMax;
  private final Semaphore room;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());

  /**
   * A dispatcher.
   *
   * @param inTheAirMax most attempts of this process in the air
   */
  public Dispatcher(
      PlatformKeys keys,
      WebhookSender sender,
      AttemptLog log,
      SenderMeters meters,
      ProcessExit exit,
      int inTheAirMax) {
    this.keys = keys;
    this.sender = sender;
    this.log = log;
    this.meters = meters;
    this.exit = exit;
    this.inTheAirMax = inTheAirMax;
    this.room = new Semaphore(inTheAirMax);
    meters.inTheAir(this::inTheAir);
  }

  @Override
  public HandOver offer(Shipment shipment) {
    Optional<Signer> signer = keys.signer(shipment.clientId());
    if (signer.isEmpty()) {
      return HandOver.NO_KEY;
    }
    if (!room.tryAcquire()) {
      return HandOver.NO_ROOM;
    }
    try {
      threads.execute(() -> send(shipment, signer.get()));
      return HandOver.TAKEN;
    } catch (RejectedExecutionException e) {
      // The process is ending: whoever comes after sends it.
      room.release();
      return HandOver.NO_ROOM;
    }
  }

  /** How many attempts are in the air. */
  public int inTheAir() {
    return inTheAirMax - room.availablePermits();
  }

  private void send(Shipment shipment, Signer signer) {
    WebhookAttempt attempt;
    try {
      attempt = sender.attempt(shipment, signer);
    } finally {
      room.release();
    }
    meters.attempted(attempt);
    try {
      log.write(shipment, attempt);
    } catch (RuntimeException e) {
      exit.exit("An attempt's outcome could not be written to Kafka.", e);
    }
  }

  /** Waits for what is in the air, but not long; what is not over by then is sent again. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
