package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.DeliveryStores.Entries;
import dev.recur.notifier.delivery.DeliveryStores.Stored;
import dev.recur.notifier.delivery.Shipment.Body;
import dev.recur.notifier.delivery.StoreKeys.Due;
import dev.recur.notifier.queue.LaneControl;
import dev.recur.notifier.queue.Pending;
import dev.recur.notifier.state.PendingState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Hands over what is due and may be sent, lane by lane. In a lane that is closed it puts what is
 * due aside instead; in one that is well again it takes that back up, as the lane has room.
 */
final class Shipping {

  /** Most lanes looked at in one go, so that records do not wait. */
  private static final int LOOKS_MAX = 1_000;

  /** Most deliveries that one look puts aside or takes back up. */
  private static final int BATCH_MAX = 32;

  /** How long a lane is left alone that nobody can sign for, or whose endpoint nobody knows. */
  private static final long UNKNOWN_PAUSE_MS = 1_000;

  /** After this an endpoint that nobody knows is not new but gone. */
  private static final Duration GONE_AFTER = Duration.ofMinutes(10);

  /** How long a lane waits when there is no room for what it has. */
  private static final long NO_ROOM_PAUSE_MS = 100;

  /** So many lanes without room for a first attempt: the process is full. */
  private static final int FULL_LANES_MAX = 3;

  private final DeliveryStores stores;
  private final Lanes lanes;
  private final Desk desk;
  private final LaneBook book;
  private final BodyCache bodies;
  private final Outbound outbound;
  private final int partition;
  private boolean hasRoomForOthers;
  private int fullLanes;

  Shipping(
      DeliveryStores stores,
      Lanes lanes,
      Desk desk,
      LaneBook book,
      BodyCache bodies,
      Outbound outbound,
      int partition) {
    this.stores = stores;
    this.lanes = lanes;
    this.desk = desk;
    this.book = book;
    this.bodies = bodies;
    this.outbound = outbound;
    this.partition = partition;
  }

  /** Does what is to be done now, a bounded number of looks at a time. */
  void handOver(long nowMs) {
    hasRoomForOthers = true;
    fullLanes = 0;
    for (int looks = 0; looks < LOOKS_MAX; looks++) {
      Optional<Lane> lane = lanes.next(nowMs);
      if (lane.isEmpty() || !look(lane.get(), nowMs)) {
        return;
      }
    }
  }

  /** Does one thing for a lane; false when there is no room for anybody's first attempts. */
  private boolean look(Lane lane, long nowMs) {
    load(lane, true);
    load(lane, false);
    if (!lane.gate().open()) {
      return hold(lane, nowMs);
    }
    if (!lane.settings().exists()) {
      return wait(lane, nowMs);
    }
    long firstAt = startAt(lane, true, nowMs);
    long otherAt = startAt(lane, false, nowMs);
    if (otherAt <= nowMs && !hasRoomForOthers) {
      otherAt = nowMs + NO_ROOM_PAUSE_MS;
    }
    if (lane.hasHeld() && lane.others().earliestMs() > nowMs && lane.firsts().size() < BATCH_MAX) {
      long releaseAt = lane.control().mayStartAt(false, nowMs);
      if (releaseAt <= nowMs) {
        desk.release(lane, BATCH_MAX);
        lanes.again(lane);
        return true;
      }
      otherAt = Math.min(otherAt, releaseAt);
    }
    if (Math.min(firstAt, otherAt) > nowMs) {
      lanes.sleepUntil(lane, Math.min(firstAt, otherAt), nowMs);
      return true;
    }
    boolean first = firstAt <= nowMs && (otherAt > nowMs || !lane.wasFirst());
    return offer(lane, first, nowMs);
  }

  /** When the earliest of a kind may be begun. */
  private static long startAt(Lane lane, boolean first, long nowMs) {
    long dueAt = lane.queue(first).earliestMs();
    return dueAt == DueQueue.NEVER
        ? LaneControl.NEVER
        : Math.max(dueAt, lane.control().mayStartAt(first, nowMs));
  }

  private void load(Lane lane, boolean first) {
    DueQueue queue = lane.queue(first);
    if (queue.isToBeLoaded()) {
      try (Entries<Due> index = stores.due(lane.text(), first, queue.from())) {
        queue.load(index, due -> lane.isInTheAir(due.delivery()));
      }
    }
  }

  private boolean hold(Lane lane, long nowMs) {
    for (int count = 0; count < BATCH_MAX; count++) {
      boolean first = lane.firsts().earliestMs() <= lane.others().earliestMs();
      long dueAt = lane.dueAtMs();
      if (dueAt > nowMs) {
        lanes.sleepUntil(lane, dueAt, nowMs);
        return true;
      }
      if (lane.queue(first).isToBeLoaded()) {
        break;
      }
      due(lane, first).ifPresent(due -> desk.hold(lane, due));
    }
    lanes.again(lane);
    return true;
  }

  /**
   * Merchants and deliveries come on different ways: an endpoint may be newer than what is known.
   */
  private boolean wait(Lane lane, long nowMs) {
    if (lane.dueAtMs() == DueQueue.NEVER) {
      lanes.sleepUntil(lane, LaneControl.NEVER, nowMs);
      return true;
    }
    if (nowMs - lane.missingSinceMs() >= GONE_AFTER.toMillis()) {
      book.disable(lane, "The endpoint does not exist any more.");
      lanes.again(lane);
      return true;
    }
    lane.met(Obstacle.NO_ENDPOINT);
    lanes.sleepUntil(lane, nowMs + UNKNOWN_PAUSE_MS, nowMs);
    return true;
  }

  /** The earliest that is due; empty where it is not any more. */
  private Optional<Stored> due(Lane lane, boolean first) {
    Due due = lane.queue(first).poll();
    return lane.isInTheAir(due.delivery())
        ? Optional.empty()
        : stores.find(due, first).filter(stored -> isDueAt(stored, due));
  }

  private static boolean isDueAt(Stored stored, Due due) {
    Instant dueAt = stored.state().getDueAt();
    return dueAt != null && dueAt.toEpochMilli() == due.atMs();
  }

  private boolean offer(Lane lane, boolean first, long nowMs) {
    Due due = lane.queue(first).first();
    Optional<Stored> found = due(lane, first);
    if (found.isEmpty()) {
      lanes.again(lane);
      return true;
    }
    Shipment shipment = shipment(lane, found.get());
    switch (outbound.offer(shipment)) {
      case TAKEN -> {
        lane.started(due.delivery(), shipment.attempt(), first, nowMs);
        lanes.again(lane);
      }
      case NO_KEY -> {
        lane.met(Obstacle.NO_KEY);
        lane.queue(first).add(due);
        lane.control().pauseUntil(nowMs + UNKNOWN_PAUSE_MS);
        lanes.again(lane);
      }
      case NO_ROOM -> {
        lane.met(Obstacle.NO_ROOM);
        lane.queue(first).add(due);
        lanes.sleepUntil(lane, nowMs + NO_ROOM_PAUSE_MS, nowMs);
        if (lane.id().isMail()) {
          // E-mails have a room of their own: others are asked as before.
          return true;
        }
        // It may be this lane alone that has too much in the air: others are asked too, but few.
        if (first) {
          fullLanes++;
          return fullLanes < FULL_LANES_MAX;
        }
        hasRoomForOthers = false;
      }
    }
    return true;
  }

  private Shipment shipment(Lane lane, Stored stored) {
    PendingState state = stored.state();
    Pending pending = stored.pending();
    Long offset = state.getOffset();
    return new Shipment(
        state.getDeliveryId(),
        lane.text(),
        lane.id().clientId(),
        lane.id().endpointId(),
        stored.key().subscriptionId(),
        stored.key().sequence(),
        pending.nextAttempt(),
        pending.isFirst(),
        state.getEventType(),
        partition,
        offset == null ? Shipment.NO_OFFSET : offset,
        offset == null ? inState(state) : bodies.get(offset),
        Optional.ofNullable(state.getTraceparent()));
  }

  /** The first version kept bodies in the state. */
  private static Optional<Body> inState(PendingState state) {
    if (state.getUrl() == null || state.getBody() == null) {
      throw new IllegalStateException(
          "Delivery " + state.getDeliveryId() + " has neither a body nor a record.");
    }
    byte[] bytes = new byte[state.getBody().remaining()];
    state.getBody().duplicate().get(bytes);
    return Optional.of(new Body(state.getUrl(), bytes));
  }
}
