package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.ReplaySource.Reading;
import dev.recur.notifier.queue.Answer;
import dev.recur.notifier.queue.Attempt;
import dev.recur.notifier.queue.Change;
import dev.recur.notifier.streams.InTask;
import dev.recur.notifier.streams.RecordReader;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.avro.WebhookCommand;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.id.EndpointLane;
import dev.recur.schemas.kafka.ReadTo;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The deliveries of the lanes of one partition: takes them in, hands over what may be sent, learns
 * from the attempts' records how it went and does what commands want.
 */
final class DeliveryProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  /** How often what fell due meanwhile is looked for. Retries are counted in minutes. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** How often is looked for what was held for too long. It is held for days. */
  private static final Duration EXPIRE_EVERY = Duration.ofSeconds(10);

  /** Most lanes that are looked at then, and most deliveries that leave: records must not wait. */
  private static final int EXPIRE_MAX = 500;

  /** How often is gone on with lines whose endpoint is strict no more, and by how many of them. */
  private static final Duration MOVE_EVERY = Duration.ofSeconds(1);

  private static final int MOVE_MAX = 500;

  /** How often is shown how lanes are doing. */
  private static final Duration SHOW_EVERY = Duration.ofSeconds(10);

  private final ProcessorContext<byte[], byte[]> context;
  private final RecordReader<WebhookDelivery> deliveries;
  private final RecordReader<WebhookAttempt> attempts;
  private final RecordReader<WebhookCommand> commands;
  private final DeliveryStores stores;
  private final Lanes lanes;
  private final LaneBook book;
  private final BodyCache bodies;
  private final Desk desk;
  private final Shipping shipping;
  private final ReplayDesk replays;
  private final LoosenedLines loosened;
  private final Reading reading;
  private final LaneMeters.Part shown;
  private final ReadTo readTo;
  private final OutcomesFirst outcomesFirst;
  private final List<Cancellable> punctuations;
  private boolean lanesLoaded;

  DeliveryProcessor(DeliveryParts parts, ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.deliveries =
        new RecordReader<>(
            parts.deliveries(),
            parts.untaken().deadLetters(),
            DeliveryTopology.DELIVERIES_DEAD_LETTERS,
            context);
    this.attempts =
        new RecordReader<>(
            parts.attempts(),
            parts.untaken().deadLetters(),
            DeliveryTopology.ATTEMPTS_DEAD_LETTERS,
            context);
    this.commands =
        new RecordReader<>(
            parts.commands(),
            parts.untaken().deadLetters(),
            DeliveryTopology.COMMANDS_DEAD_LETTERS,
            context);
    Supplier<Instant> clock = () -> Instant.ofEpochMilli(context.currentSystemTimeMs());
    int partition = context.taskId().partition();
    this.outcomesFirst = parts.outcomesFirst();
    outcomesFirst.begins(partition, context.currentSystemTimeMs());
    this.stores = new DeliveryStores(context);
    this.readTo =
        new ReadTo(context.getStateStore(DeliveryTopology.READ_TO), parts.untaken().passedOver());
    this.book =
        new LaneBook(
            context,
            stores,
            parts.states(),
            new Bulletins(parts.endpoints(), parts.deliveries(), context, clock),
            parts.surroundings().perLaneMax(),
            clock);
    this.lanes =
        new Lanes(
            book::open, lane -> lane.refresh(parts.endpoints(), context.currentSystemTimeMs()));
    this.bodies = new BodyCache(parts.bodies());
    this.desk = new Desk(stores, lanes, bodies, parts.meters(), book, clock);
    this.shipping =
        new Shipping(stores, lanes, desk, book, bodies, parts.surroundings().outbound(), partition);
    this.reading = parts.surroundings().replays().open();
    this.replays = new ReplayDesk(lanes, desk, book, reading, parts.meters(), partition, clock);
    this.loosened = new LoosenedLines(stores, lanes, desk, parts.endpoints());
    this.shown = parts.surroundings().lanes().part();
    this.punctuations =
        List.of(
            context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::handOver),
            context.schedule(EXPIRE_EVERY, PunctuationType.WALL_CLOCK_TIME, this::expire),
            context.schedule(MOVE_EVERY, PunctuationType.WALL_CLOCK_TIME, this::moveLines),
            context.schedule(SHOW_EVERY, PunctuationType.WALL_CLOCK_TIME, this::show));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    loadLanes();
    take(record, InTask.place(context));
    replays.goOn();
    shipping.handOver(context.currentSystemTimeMs());
  }

  private void take(Record<byte[], byte[]> record, RecordMetadata at) {
    if (!isFirst(at, record.timestamp())) {
      return;
    }
    // What is over is forgotten, so nothing else knows it again.
    readTo.keep(at.topic());
    if (at.topic().equals(Topics.WEBHOOK_ATTEMPTS.name())) {
      attempts.read(record).ifPresent(attempt -> attempted(record, attempt));
    } else if (at.topic().equals(Topics.WEBHOOK_DELIVERIES.name())) {
      deliveries.read(record).ifPresent(delivery -> arrived(record, delivery, at.offset()));
    } else {
      commands.read(record).ifPresent(command -> commanded(record, command));
    }
  }

  private boolean isFirst(RecordMetadata at, long timeMs) {
    return at.topic().equals(Topics.WEBHOOK_ATTEMPTS.name())
        ? readTo.first(
            at,
            outcomesFirst.earliest(at.partition(), timeMs),
            outcomesFirst.latest(at.partition(), timeMs))
        : readTo.first(at, timeMs);
  }

  /** The task goes elsewhere, or begins anew with another processor; this one sends no more. */
  @Override
  public void close() {
    punctuations.forEach(Cancellable::cancel);
    shown.close();
    bodies.clear();
  }

  private void arrived(Record<byte[], byte[]> record, WebhookDelivery delivery, long offset) {
    Optional<Lane> lane = lane(delivery.getEndpoint(), delivery.getSubscriptionId());
    if (lane.isEmpty()) {
      deliveries.putAside(record, noLane(delivery.getEndpoint()));
      return;
    }
    desk.arrived(lane.get(), delivery, offset);
  }

  private void attempted(Record<byte[], byte[]> record, WebhookAttempt attempt) {
    Optional<Lane> lane = lane(attempt.getEndpoint(), attempt.getSubscriptionId());
    if (lane.isEmpty()) {
      attempts.putAside(record, noLane(attempt.getEndpoint()));
      return;
    }
    DeliveryKey key =
        new DeliveryKey(lane.get().text(), attempt.getSubscriptionId(), attempt.getSequence());
    Attempt outcome =
        new Attempt(
            attempt.getSequence(),
            attempt.getAttempt(),
            attempt.getStartedAt(),
            answer(attempt),
            Optional.ofNullable(attempt.getRetryAfter()));
    List<Change> changes = desk.attempted(lane.get(), key, outcome);
    book.attempted(lane.get(), outcome, changes);
  }

  private static Answer answer(WebhookAttempt attempt) {
    Integer status = attempt.getHttpStatus();
    return switch (attempt.getOutcome()) {
      case ACKNOWLEDGED -> Answer.ACKNOWLEDGED;
      // Only a mail server's answer has no HTTP status.
      case REFUSED -> status == null ? Answer.DEFERRED : Answer.ofStatus(status);
      case FAILED -> Answer.ofFailure(Optional.ofNullable(attempt.getError()));
      case LOST -> Answer.LOST;
      case UNDELIVERABLE -> Answer.UNDELIVERABLE;
      case NOBODY -> Answer.NOBODY;
      case UNKNOWN ->
          throw new IllegalStateException(
              "An attempt has an outcome this version does not know: update the notifier.");
    };
  }

  private void commanded(Record<byte[], byte[]> record, WebhookCommand command) {
    Optional<Lane> lane = lane(command.getEndpoint(), "");
    if (lane.isEmpty()) {
      commands.putAside(record, noLane(command.getEndpoint()));
      return;
    }
    Lane meant = lane.get();
    if (command.getDisable() != null) {
      book.disable(meant, command.getDisable().getReason());
    } else if (command.getEnable() != null) {
      book.enable(meant);
    } else if (command.getStartReplay() != null) {
      replays.start(meant, command.getStartReplay());
    } else if (command.getCancelReplay() != null) {
      replays.cancel(meant, command.getCancelReplay().getReplayId());
    } else {
      throw new IllegalStateException(
          "Command %s is of a type this version does not know: update the notifier first."
              .formatted(command.getCommandId()));
    }
    lanes.wake(meant, context.currentSystemTimeMs());
  }

  private static String noLane(String text) {
    return StoreKeys.fits(text)
        ? "There is no lane '%s', or its subscriptionId is too long: write a record as EndpointLane names it."
            .formatted(text)
        : "A lane has at most %d bytes: write a record as EndpointLane names it."
            .formatted(StoreKeys.TEXT_BYTES_MAX);
  }

  /** Empty where there is none, or no room for what is to be kept under it. */
  private Optional<Lane> lane(String text, String subscriptionId) {
    return StoreKeys.fits(text) && StoreKeys.fits(subscriptionId)
        ? lanes.known(text).or(() -> EndpointLane.parse(text).map(_ -> lanes.get(text)))
        : Optional.empty();
  }

  private void handOver(long nowMs) {
    loadLanes();
    replays.goOn();
    shipping.handOver(nowMs);
  }

  private void expire(long nowMs) {
    loadLanes();
    desk.expire(EXPIRE_MAX, EXPIRE_MAX);
  }

  private void moveLines(long nowMs) {
    loadLanes();
    loosened.goOn(nowMs, MOVE_MAX);
  }

  private void show(long nowMs) {
    loadLanes();
    shown.show(lanes.all(), book.unwell(), stores.held().sizeAbout(), replays.running(), nowMs);
  }

  /** What was pending before this task came here, read once, and shown at once. */
  private void loadLanes() {
    if (!lanesLoaded) {
      lanesLoaded = true;
      stores.earliestOfEach(true, due -> lies(true, due));
      stores.earliestOfEach(false, due -> lies(false, due));
      book.eachAtWork(text -> replays.isAtWork(lanes.get(text)));
      show(context.currentSystemTimeMs());
    }
  }

  private void lies(boolean first, StoreKeys.Due due) {
    Lane lane = lanes.get(due.delivery().lane());
    lane.queue(first).lies(due.atMs());
    lanes.wake(lane, due.atMs());
  }
}
