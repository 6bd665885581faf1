package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.DeliveryStores.Stored;
import dev.recur.notifier.delivery.Shipment.Body;
import dev.recur.notifier.delivery.StoreKeys.Due;
import dev.recur.notifier.delivery.StoreKeys.Held;
import dev.recur.notifier.queue.Attempt;
import dev.recur.notifier.queue.Change;
import dev.recur.notifier.queue.Ordering;
import dev.recur.notifier.queue.Pending;
import dev.recur.notifier.queue.Rules;
import dev.recur.notifier.queue.Rules.Gate;
import dev.recur.notifier.state.PendingState;
import dev.recur.schemas.avro.WebhookDelivery;
import dev.recur.schemas.webhook.EventTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What happens to deliveries: asks the rules, and keeps stores, lanes and counts in step with what
 * they say.
 */
final class Desk {

  private final DeliveryStores stores;
  private final Lanes lanes;
  private final BodyCache bodies;
  private final DeliveryMeters meters;
  private final LaneBook book;
  private final Supplier<Instant> clock;

  /** As far as the lanes were looked at for what is held too long. */
  private Optional<Held> expiredTo = Optional.empty();

  Desk(
      DeliveryStores stores,
      Lanes lanes,
      BodyCache bodies,
      DeliveryMeters meters,
      LaneBook book,
      Supplier<Instant> clock) {
    this.stores = stores;
    this.lanes = lanes;
    this.bodies = bodies;
    this.meters = meters;
    this.book = book;
    this.clock = clock;
  }

  /**
   * A delivery's record was read.
   *
   * @param offset of the record
   */
  void arrived(Lane lane, WebhookDelivery delivery, long offset) {
    DeliveryKey key =
        new DeliveryKey(lane.text(), delivery.getSubscriptionId(), delivery.getSequence());
    Gate gate = lane.gate();
    if (!gate.open() && EventTypes.isOperational(delivery.getEventType())) {
      // How others are doing is no news any more once this one is well.
      return;
    }
    Turn turn = stores.turn(key);
    Optional<Stored> head = gate.open() ? head(lane, key, turn) : Optional.empty();
    for (Change change :
        Rules.arrived(
            turn.acceptedThrough(), key.sequence(), head.isPresent(), gate, clock.get())) {
      take(lane, key, turn, delivery, offset, (Change.Accepted) change);
      head.ifPresent(it -> giveTurn(lane, it));
    }
  }

  private void take(
      Lane lane,
      DeliveryKey key,
      Turn turn,
      WebhookDelivery delivery,
      long offset,
      Change.Accepted change) {
    PendingState made =
        new PendingState(
            delivery.getDeliveryId(),
            delivery.getCreatedAt(),
            delivery.getTraceparent(),
            0,
            null,
            offset,
            delivery.getEventType(),
            false,
            0,
            null,
            false,
            null,
            null,
            null);
    Optional<Due> due = stores.accept(key, turn, made, change);
    if (change.status() instanceof Pending.Status.Waiting) {
      lane.waiting().add(1);
    }
    if (lane.gate().open()) {
      bodies.put(offset, Body.of(delivery));
    }
    due.ifPresent(entry -> isDue(lane, entry, change.kind() == Pending.Kind.EVENT));
  }

  private void isDue(Lane lane, Due entry, boolean first) {
    lane.queue(first).add(entry);
    lanes.wake(lane, entry.atMs());
  }

  /**
   * An attempt's record was read.
   *
   * @return what came of it for the delivery
   */
  List<Change> attempted(Lane lane, DeliveryKey key, Attempt attempt) {
    Optional<Stored> found = stores.find(key);
    List<Change> changes = found.isPresent() ? attempted(lane, found.get(), attempt) : List.of();
    lane.finished(
        key,
        attempt.number(),
        attempt.answer(),
        attempt.retryAfter().map(Instant::toEpochMilli),
        clock.get().toEpochMilli());
    if (changes.isEmpty() && !lane.isInTheAir(key)) {
      // Its attempt is over without an effect; it is due as before.
      found.ifPresent(stored -> isDueStill(lane, stored));
    }
    lanes.wake(lane, clock.get().toEpochMilli());
    return changes;
  }

  private List<Change> attempted(Lane lane, Stored stored, Attempt attempt) {
    List<Change> changes =
        Rules.attempted(
            Optional.of(stored.pending()),
            attempt,
            lane.settings().schedule(),
            stored.state().getDeliveryId(),
            lane.gate());
    changes.forEach(change -> apply(lane, stored, change));
    return changes;
  }

  private static void isDueStill(Lane lane, Stored stored) {
    Instant dueAt = stored.state().getDueAt();
    if (dueAt != null) {
      lane.queue(stored.first()).add(new Due(dueAt.toEpochMilli(), stored.key()));
    }
  }

  /** Applies a change to a delivery, and gives the turn to whoever is next. */
  private void apply(Lane lane, Stored before, Change change) {
    Optional<Pending> after = Pending.after(Optional.of(before.pending()), change);
    Optional<Due> due = stores.apply(before, change);
    leaveIndex(lane, before);
    due.ifPresent(entry -> isDue(lane, entry, after.filter(Pending::isFirst).isPresent()));
    if (after.isEmpty()
        || after.get().attempts() > before.pending().attempts()
        || after.get().status() instanceof Pending.Status.Held) {
      // It is over, or comes back much later.
      Optional.ofNullable(before.state().getOffset()).ifPresent(bodies::remove);
    }
    int underWay =
        (isUnderWay(after) ? 1 : 0) - (isUnderWay(Optional.of(before.pending())) ? 1 : 0);
    if (underWay != 0) {
      book.replaysUnderWay(lane, underWay);
    }
    tell(lane, before, change);
    boolean waits = isWaiting(after);
    lane.waiting().add((waits ? 1 : 0) - (isWaiting(Optional.of(before.pending())) ? 1 : 0));
    boolean movesLine =
        before.pending().kind() == Pending.Kind.EVENT && !(change instanceof Change.TurnGiven);
    if (movesLine && lane.waiting().mayBeAny()) {
      moveLine(lane, before.key(), waits);
    }
  }

  private void leaveIndex(Lane lane, Stored before) {
    Instant dueAt = before.state().getDueAt();
    if (dueAt != null) {
      lane.queue(before.first()).remove(new Due(dueAt.toEpochMilli(), before.key()));
    }
  }

  private static boolean isWaiting(Optional<Pending> pending) {
    return pending.filter(it -> it.status() instanceof Pending.Status.Waiting).isPresent();
  }

  private static boolean isUnderWay(Optional<Pending> pending) {
    return pending
        .filter(it -> it.kind() == Pending.Kind.REPLAY)
        .filter(it -> it.status() instanceof Pending.Status.Due)
        .isPresent();
  }

  /** Somebody left the line, or went back into it: its head may get a turn. */
  private void moveLine(Lane lane, DeliveryKey key, boolean waits) {
    Turn turn = stores.turn(key);
    if (waits || !nobodyWaits(lane, turn)) {
      moveLine(lane, key, turn);
    }
  }

  /** Whoever held a line up may do so no more: its head may get a turn. */
  void moveLine(Lane lane, DeliveryKey key) {
    moveLine(lane, key, stores.turn(key));
  }

  private void moveLine(Lane lane, DeliveryKey key, Turn turn) {
    head(lane, key, turn).ifPresent(head -> giveTurn(lane, head));
  }

  /** True when whoever came before has had its turn; one that was held gets it once more. */
  private static boolean nobodyWaits(Lane lane, Turn turn) {
    return lane.settings().ordering() == Ordering.BEST_EFFORT
        && turn.acceptedThrough() == turn.first();
  }

  /** The head of a line; asks the stores only for what memory does not tell. */
  private Optional<Stored> head(Lane lane, DeliveryKey key, Turn turn) {
    boolean hasLeftFirsts =
        turn.firstAtMs() > 0
            && turn.firstAtMs() < lane.firsts().earliestMs()
            && !lane.isInTheAir(key.with(turn.first()));
    if (hasLeftFirsts && lane.gate().equals(Gate.NEVER_CLOSED) && nobodyWaits(lane, turn)) {
      // It left by an attempt: nothing is held before its first one in a lane that was never
      // closed.
      return Optional.empty();
    }
    return stores.head(key, hasLeftFirsts ? turn.leftFirsts() : turn, lane.settings().ordering());
  }

  private void giveTurn(Lane lane, Stored head) {
    Rules.giveTurn(head.key().sequence(), head.pending(), clock.get())
        .forEach(change -> apply(lane, head, change));
  }

  private void tell(Lane lane, Stored before, Change change) {
    switch (change) {
      case Change.Acknowledged acknowledged -> {
        if (acknowledged.received()) {
          meters.acknowledged(Duration.between(before.state().getCreatedAt(), clock.get()));
        }
      }
      case Change.Exhausted exhausted -> {
        meters.exhausted();
        lane.hasExhausted(true);
        if (exhausted.tell()) {
          book.exhausted(lane, before, exhausted.attempts(), Optional.empty());
        }
      }
      case Change.Expired expired -> {
        meters.expired();
        if (expired.tell()) {
          book.exhausted(lane, before, expired.attempts(), expired.reason());
        }
      }
      case Change.Accepted _,
          Change.TurnGiven _,
          Change.RetryDue _,
          Change.Hastened _,
          Change.HastenedInVain _,
          Change.Counted _,
          Change.Held _,
          Change.Released _ -> {}
    }
  }

  /**
   * A delivery is asked for once more.
   *
   * @param offset of its record
   * @return true when it is made again, or its next attempt is due now; the lane is to be written
   */
  boolean replayed(Lane lane, WebhookDelivery delivery, long offset) {
    DeliveryKey key =
        new DeliveryKey(lane.text(), delivery.getSubscriptionId(), delivery.getSequence());
    Turn turn = stores.turn(key);
    Optional<Stored> pending = stores.find(key);
    List<Change> changes =
        Rules.replayed(
            turn.acceptedThrough(), key.sequence(), pending.map(Stored::pending), clock.get());
    for (Change change : changes) {
      if (change instanceof Change.Accepted accepted) {
        take(lane, key, turn, delivery, offset, accepted);
        lane.replaysUnderWay(lane.replaysUnderWay() + 1);
      } else {
        apply(lane, pending.orElseThrow(), change);
      }
    }
    return !changes.isEmpty();
  }

  /** The lane is closed: what is due there is held. */
  void hold(Lane lane, Stored due) {
    apply(lane, due, Rules.hold(due.key().sequence(), lane.gate()));
  }

  /**
   * The lane is well again: the oldest of what was held before are released.
   *
   * @param max most that are released
   */
  void release(Lane lane, int max) {
    List<Held> oldest = new ArrayList<>();
    try (Entries<Held> held = stores.held().before(lane.text(), lane.gate().round())) {
      while (held.hasNext() && oldest.size() < max) {
        oldest.add(held.next());
      }
      lane.hasHeld(held.hasNext());
    }
    for (Held held : oldest) {
      Stored stored = found(held);
      apply(lane, stored, Rules.release(held.delivery().sequence(), stored.pending(), clock.get()));
    }
  }

  /**
   * Something that the lane holds, to see with it whether the receiver is back: the next one after
   * that of the last time, since the receiver may be well and never take that one.
   */
  Optional<Held> toProbeWith(Lane lane) {
    long round = lane.gate().round();
    return lane.probedWith()
        .filter(last -> last.round() == round)
        .flatMap(stores.held()::after)
        .or(() -> stores.held().oldest(lane.text(), round));
  }

  /**
   * What was held for as long as anything is leaves. Each call goes on with the lanes where the one
   * before ended, so that none takes long.
   *
   * @param looksMax most lanes and rounds that are looked at
   * @param leaveMax most that leave
   */
  void expire(int looksMax, int leaveMax) {
    int left = 0;
    for (int looks = 0; looks < looksMax && left < leaveMax; looks++) {
      Optional<Held> oldest = stores.held().nextOldest(expiredTo);
      if (oldest.isEmpty()) {
        expiredTo = Optional.empty();
        return;
      }
      if (isOver(oldest.get())) {
        left += expire(oldest.get(), leaveMax - left);
      } else {
        expiredTo = oldest;
      }
    }
  }

  private int expire(Held first, int max) {
    Lane lane = lanes.get(first.delivery().lane());
    List<Held> over = new ArrayList<>();
    try (Entries<Held> held = stores.held().in(lane.text(), first.round())) {
      while (held.hasNext() && over.size() < max) {
        Held next = held.next();
        if (!isOver(next)) {
          break;
        }
        over.add(next);
      }
    }
    for (Held held : over) {
      Stored stored = found(held);
      Rules.expire(
              held.delivery().sequence(),
              stored.pending(),
              stored.state().getCreatedAt(),
              clock.get())
          .ifPresent(change -> apply(lane, stored, change));
    }
    lanes.wake(lane, clock.get().toEpochMilli());
    return over.size();
  }

  private boolean isOver(Held held) {
    return !clock.get().isBefore(Instant.ofEpochMilli(held.createdAtMs()).plus(Pending.HELD_MAX));
  }

  Stored found(Held held) {
    return stores
        .find(held.delivery())
        .orElseThrow(
            () -> new IllegalStateException(held.delivery() + " is held, but not pending."));
  }
}
