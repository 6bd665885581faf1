package dev.recur.notifier.sender;

import dev.recur.notifier.delivery.Outbound;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.notifier.sender.BodySource.Fetched;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.kafka.ProcessExit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Takes shipments off the stream threads: each gets a virtual thread of its own, up to a limit.
 * There is no queue: what does not fit stays due where it is.
 */
public final class Dispatcher implements Outbound, AutoCloseable {

  /** What is in the air may come to its end, but a stop must not take long. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private final Recipients recipients;
  private final Optional<MailCarrier> mail;
  private final BodySource bodies;
  private final WebhookSender sender;
  private final AttemptLog log;
  private final SenderMeters meters;
  private final ProcessExit exit;
  private final Room room;

  /** Apart, so that a mail server that hangs takes no room from webhooks, nor they from it. */
  private final Room mailRoom;

  private final ExecutorService threads;

  /**
   * A dispatcher.
   *
   * @param mail sends e-mails; empty: they wait
   * @param bodies where bodies come from that are not at hand
   * @param inTheAirMax most attempts of this process in the air
   * @param perLaneMax most of them of one lane
   */
  public Dispatcher(
      MerchantKeys keys,
      Optional<MailCarrier> mail,
      BodySource bodies,
      WebhookSender sender,
      AttemptLog log,
      SenderMeters meters,
      ProcessExit exit,
      int inTheAirMax,
      int perLaneMax) {
    this(
        keys,
        mail,
        bodies,
        sender,
        log,
        meters,
        exit,
        new Room(inTheAirMax, perLaneMax),
        new Room(mail.map(MailCarrier::inTheAirMax).orElse(1), perLaneMax),
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory()));
  }

  /**
   * A dispatcher.
   *
   * @param threads where attempts are made
   */
  Dispatcher(
      Recipients recipients,
      Optional<MailCarrier> mail,
      BodySource bodies,
      WebhookSender sender,
      AttemptLog log,
      SenderMeters meters,
      ProcessExit exit,
      Room room,
      Room mailRoom,
      ExecutorService threads) {
    this.recipients = recipients;
    this.mail = mail;
    this.bodies = bodies;
    this.sender = sender;
    this.log = log;
    this.meters = meters;
    this.exit = exit;
    this.room = room;
    this.mailRoom = mailRoom;
    this.threads = threads;
    meters.inTheAir("first", room::firsts);
    meters.inTheAir("other", room::others);
    meters.inTheAir("mail", () -> mailRoom.firsts() + mailRoom.others());
  }

  /** Makes an attempt, once the body is there. */
  private interface Attempting {
    WebhookAttempt with(Shipment.Body body) throws InterruptedException;
  }

  /**
   * How something is sent.
   *
   * @param room in which it has a place meanwhile
   */
  private record Way(Room room, Attempting attempting) {}

  private Optional<Way> way(Shipment shipment) {
    if (shipment.isMail()) {
      return mail.map(it -> new Way(mailRoom, body -> it.attempt(shipment, body)));
    }
    return recipients
        .find(shipment.clientId(), shipment.endpointId())
        .map(recipient -> new Way(room, body -> sender.attempt(shipment, body, recipient)));
  }

  @Override
  public HandOver offer(Shipment shipment) {
    Optional<Way> found = way(shipment);
    if (found.isEmpty()) {
      return HandOver.NO_KEY;
    }
    Way way = found.get();
    if (!way.room().enter(shipment.lane(), shipment.isFirst())) {
      return HandOver.NO_ROOM;
    }
    try {
      threads.execute(() -> send(shipment, way));
      return HandOver.TAKEN;
    } catch (RejectedExecutionException e) {
      // The process is ending: whoever comes after sends it.
      way.room().leave(shipment.lane(), shipment.isFirst());
      return HandOver.NO_ROOM;
    }
  }

  /** How many attempts are in the air. */
  public int inTheAir() {
    return room.firsts() + room.others() + mailRoom.firsts() + mailRoom.others();
  }

  /** A delivery without an outcome would stay in the air until the process ends: so it ends. */
  private void send(Shipment shipment, Way way) {
    try {
      WebhookAttempt attempt = attempt(shipment, way);
      meters.attempted(attempt);
      log.write(shipment, attempt);
    } catch (InterruptedException e) {
      // The process is ending: whoever comes after sends it.
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      exit.exit("An attempt has no outcome, or it could not be written to Kafka.", e);
    }
  }

  private WebhookAttempt attempt(Shipment shipment, Way way) throws InterruptedException {
    try {
      return attempt(shipment, way.attempting());
    } finally {
      way.room().leave(shipment.lane(), shipment.isFirst());
    }
  }

  private WebhookAttempt attempt(Shipment shipment, Attempting attempting)
      throws InterruptedException {
    if (shipment.body().isPresent()) {
      return attempting.with(shipment.body().get());
    }
    return switch (bodies.fetch(shipment.partition(), shipment.offset())) {
      case Fetched.Found(var body) -> attempting.with(body);
      case Fetched.Lost(String reason) -> sender.lost(shipment, reason);
    };
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
