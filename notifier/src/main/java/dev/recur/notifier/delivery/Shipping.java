package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.DeliveryStores.Stored;
import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Shipment.Body;
import dev.recur.notifier.delivery.StoreKeys.Due;
import dev.recur.notifier.delivery.StoreKeys.Held;
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
    long probeAt = orNoRoom(notBefore(lane.probeAtMs(), lane, false, nowMs), nowMs);
    if (probeAt <= nowMs) {
      return probe(lane, nowMs);
    }
    long otherAt = Math.min(probeAt, orNoRoom(startAt(lane, false, nowMs), nowMs));
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
    return notBefore(lane.queue(first).earliestMs(), lane, first, nowMs);
  }

  private static long notBefore(long dueAtMs, Lane lane, boolean first, long nowMs) {
    return dueAtMs == LaneControl.NEVER
        ? LaneControl.NEVER
        : Math.max(dueAtMs, lane.control().mayStartAt(first, nowMs));
  }

  private long orNoRoom(long startAtMs, long nowMs) {
    return startAtMs <= nowMs && !hasRoomForOthers ? nowMs + NO_ROOM_PAUSE_MS : startAtMs;
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
    HandOver answer = offer(lane, found.get(), first, nowMs);
    if (answer != HandOver.TAKEN) {
      lane.queue(first).add(due);
    }
    return goOn(lane, answer, first, nowMs);
  }

  /** Nothing else may ever show that the receiver is back. */
  private boolean probe(Lane lane, long nowMs) {
    Optional<Held> with = desk.toProbeWith(lane);
    if (with.isEmpty()) {
      lane.hasExhausted(false);
      lanes.again(lane);
      return true;
    }
    HandOver answer = offer(lane, desk.found(with.get()), false, nowMs);
    if (answer == HandOver.TAKEN) {
      lane.probed(with.get(), nowMs);
    }
    return goOn(lane, answer, false, nowMs);
  }

  private HandOver offer(Lane lane, Stored stored, boolean first, long nowMs) {
    Shipment shipment = shipment(lane, stored);
    HandOver answer = outbound.offer(shipment);
    if (answer == HandOver.TAKEN) {
      lane.started(stored.key(), shipment.attempt(), first, nowMs);
    }
    return answer;
  }

  /** False when there is no room for anybody's first attempts. */
  private boolean goOn(Lane lane, HandOver answer, boolean first, long nowMs) {
    switch (answer) {
      case TAKEN -> lanes.again(lane);
      case NO_KEY -> {
        lane.met(Obstacle.NO_KEY);
        lane.control().pauseUntil(nowMs + UNKNOWN_PAUSE_MS);
        lanes.again(lane);
      }
      case NO_ROOM -> {
        lane.met(Obstacle.NO_ROOM);
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
