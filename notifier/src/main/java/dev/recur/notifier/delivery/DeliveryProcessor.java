package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.DeliveryStores.DueIterator;
import dev.recur.notifier.delivery.Lanes.Lane;
import dev.recur.notifier.delivery.StoreKeys.Due;
import dev.recur.notifier.queue.Attempt;
import dev.recur.notifier.queue.Change;
import dev.recur.notifier.queue.Rules;
import dev.recur.notifier.queue.Schedule;
import dev.recur.notifier.state.PendingState;
import dev.recur.notifier.streams.RecordReader;
import dev.recur.schemas.avro.WebhookAttempt;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deliveries of the endpoints of one partition: takes them in, hands over what may be sent and
 * learns from the attempts' records how it went.
 */
final class DeliveryProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryProcessor.class);

  /** How often what fell due meanwhile is looked for. Retries are counted in minutes. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** Most lanes looked at in one go, so that records do not wait. */
  private static final int LOOKS_MAX = 1_000;

  /** How long a lane is left alone whose merchant's key is not known. */
  private static final long NO_KEY_PAUSE_MS = 1_000;

  private final DeliveryParts parts;
  private final ProcessorContext<byte[], byte[]> context;
  private final RecordReader<WebhookDelivery> deliveries;
  private final RecordReader<WebhookAttempt> attempts;
  private final DeliveryStores stores;
  private final Lanes lanes;
  private final Cancellable looking;
  private boolean lanesLoaded;

  DeliveryProcessor(DeliveryParts parts, ProcessorContext<byte[], byte[]> context) {
    this.parts = parts;
    this.context = context;
    this.deliveries =
        new RecordReader<>(
            parts.deliveries(),
            parts.deadLetters(),
            DeliveryTopology.DELIVERIES_DEAD_LETTERS,
            context);
    this.attempts =
        new RecordReader<>(
            parts.attempts(), parts.deadLetters(), DeliveryTopology.ATTEMPTS_DEAD_LETTERS, context);
    this.stores = new DeliveryStores(context);
    this.lanes = new Lanes(parts.perEndpointMax());
    this.looking = context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::handOver);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    loadLanes();
    String topic =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("Every record here is a topic's."))
            .topic();
    if (topic.equals(Topics.WEBHOOK_DELIVERIES.name())) {
      deliveries.read(record).ifPresent(this::arrived);
    } else {
      attempts.read(record).ifPresent(this::attempted);
    }
    handOver(context.currentSystemTimeMs());
  }

  /** The task goes elsewhere, or begins anew with another processor; this one sends no more. */
  @Override
  public void close() {
    looking.cancel();
  }

  private void arrived(WebhookDelivery delivery) {
    DeliveryKey key =
        new DeliveryKey(
            delivery.getEndpoint(), delivery.getSubscriptionId(), delivery.getSequence());
    for (Change change : Rules.arrived(stores.turn(key), key.sequence(), now())) {
      if (change instanceof Change.Accepted accepted) {
        stores.accept(key, delivery, accepted);
        accepted.dueAt().ifPresent(at -> lanes.due(key.endpoint(), at.toEpochMilli()));
      }
    }
  }

  private void attempted(WebhookAttempt record) {
    DeliveryKey key =
        new DeliveryKey(record.getEndpoint(), record.getSubscriptionId(), record.getSequence());
    Optional<PendingState> pending = stores.pending(key);
    Attempt attempt =
        new Attempt(
            record.getSequence(),
            record.getAttempt(),
            record.getStartedAt(),
            isAcknowledged(record));
    for (Change change :
        Rules.attempted(pending.map(DeliveryStores::pendingOf), attempt, Schedule.ANTOM)) {
      apply(key, pending.orElseThrow(), change);
    }
    lanes.finished(key, record.getAttempt());
    for (Change change : Rules.giveTurn(stores.turn(key), stores.nextAfter(key), now())) {
      DeliveryKey next = new DeliveryKey(key.endpoint(), key.subscriptionId(), change.sequence());
      apply(next, stores.pending(next).orElseThrow(), change);
    }
  }

  private void apply(DeliveryKey key, PendingState before, Change change) {
    stores.apply(key, before, change);
    switch (change) {
      case Change.Accepted _ -> {}
      case Change.TurnGiven given -> lanes.due(key.endpoint(), given.dueAt().toEpochMilli());
      case Change.RetryDue retry -> lanes.due(key.endpoint(), retry.dueAt().toEpochMilli());
      case Change.Acknowledged _ ->
          parts.meters().acknowledged(Duration.between(before.getCreatedAt(), now()));
      case Change.Exhausted exhausted -> {
        parts.meters().exhausted();
        LOG.atWarn()
            .addKeyValue("deliveryId", before.getDeliveryId())
            .addKeyValue("endpoint", key.endpoint())
            .addKeyValue("subscriptionId", key.subscriptionId())
            .addKeyValue("sequence", key.sequence())
            .addKeyValue("attempts", exhausted.attempts())
            .log("Delivery is given up: its receiver acknowledged none of its attempts.");
      }
    }
  }

  private static boolean isAcknowledged(WebhookAttempt record) {
    return switch (record.getOutcome()) {
      case ACKNOWLEDGED -> true;
      case REFUSED, FAILED, LOST -> false;
      case UNKNOWN ->
          throw new IllegalStateException(
              "An attempt has an outcome this version does not know: update the notifier.");
    };
  }

  /** Hands over what is due and has room, lane by lane, a bounded number of looks at a time. */
  private void handOver(long nowMs) {
    loadLanes();
    for (int looks = 0; looks < LOOKS_MAX; looks++) {
      Optional<Lane> lane = lanes.next(nowMs);
      if (lane.isEmpty() || !look(lane.get(), nowMs)) {
        return;
      }
    }
  }

  /** Hands over one delivery of a lane; false when there is no room for anybody's. */
  private boolean look(Lane lane, long nowMs) {
    try (DueIterator entries = stores.due(lane.endpoint(), lane.from())) {
      boolean first = true;
      while (entries.hasNext()) {
        Due due = entries.next();
        if (first) {
          lanes.seenFrom(lane, due.atMs());
          first = false;
        }
        if (due.atMs() > nowMs) {
          lanes.sleepUntil(lane, due.atMs());
          return true;
        }
        if (!lane.isInTheAir(due.delivery())) {
          return offer(lane, due.delivery(), nowMs);
        }
      }
    }
    lanes.empty(lane);
    return true;
  }

  private boolean offer(Lane lane, DeliveryKey key, long nowMs) {
    Shipment shipment = shipment(key);
    switch (parts.outbound().offer(shipment)) {
      case TAKEN -> lanes.started(lane, key, shipment.attempt());
      case NO_KEY -> lanes.pauseUntil(lane, nowMs + NO_KEY_PAUSE_MS);
      case NO_ROOM -> {
        lanes.putBack(lane);
        return false;
      }
    }
    return true;
  }

  private Shipment shipment(DeliveryKey key) {
    PendingState state =
        stores
            .pending(key)
            .orElseThrow(() -> new IllegalStateException(key + " is due, but not pending."));
    byte[] body = new byte[state.getBody().remaining()];
    state.getBody().duplicate().get(body);
    int attempt = state.getAttempts() + 1;
    return new Shipment(
        state.getDeliveryId(),
        state.getEndpoint(),
        state.getClientId(),
        Optional.empty(),
        state.getSubscriptionId(),
        state.getSequence(),
        attempt,
        attempt == 1,
        "",
        context.taskId().partition(),
        0,
        Optional.of(new Shipment.Body(state.getUrl(), body)),
        Optional.ofNullable(state.getTraceparent()));
  }

  /** What was pending before this task came here, read once. */
  private void loadLanes() {
    if (!lanesLoaded) {
      lanesLoaded = true;
      stores.earliestOfEach(due -> lanes.due(due.delivery().endpoint(), due.atMs()));
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }
}
