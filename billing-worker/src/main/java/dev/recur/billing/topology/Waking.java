package dev.recur.billing.topology;

import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.Input;
import dev.recur.billing.domain.Moment;
import dev.recur.billing.domain.State;
import dev.recur.billing.topology.StepMaker.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Wakes subscriptions when something of theirs is due, each in its turn: no due item passes what
 * was written before it fell due, and no command what fell due before it was written (decision
 * 0024). A bite is taken at a time, so that commands and results get their turn.
 */
final class Waking {
  /** Most due items taken in one go. */
  private static final int DUE_ITEMS_PER_BITE_MAX = 500;

  private final SubscriptionStores stores;
  private final GuardedSteps guarded;
  private final StepWriter writer;
  private final TestClocks testClocks;
  private final ReadThrough readThrough;
  private final BillingMetrics metrics;

  Waking(
      SubscriptionStores stores,
      GuardedSteps guarded,
      StepWriter writer,
      TestClocks testClocks,
      ReadThrough readThrough,
      BillingMetrics metrics) {
    this.stores = stores;
    this.guarded = guarded;
    this.writer = writer;
    this.testClocks = testClocks;
    this.readThrough = readThrough;
    this.metrics = metrics;
  }

  /**
   * A subscription as a command finds it: with what fell due before the command was written,
   * however late both are read. Else whoever cancels in a period that began while nothing ran would
   * have cancelled before it. What the channel answers is not waited for so: it settles what is
   * older.
   *
   * @param recordedAt when the command was written
   * @param now real time
   * @return empty when its state cannot be read
   */
  Optional<StateCodec.Stored> loadAsOf(String subscriptionId, Instant recordedAt, Instant now) {
    Instant asOf = recordedAt.isBefore(now) ? recordedAt : now;
    Optional<StateCodec.Stored> stored = guarded.load(subscriptionId);
    // What a bite leaves is taken at the next tick.
    for (int taken = 0; taken < DUE_ITEMS_PER_BITE_MAX; taken++) {
      Optional<DueKey> due = stored.flatMap(found -> dueBefore(asOf, subscriptionId, found));
      if (due.isEmpty() || guarded.isSetAside(subscriptionId)) {
        return stored;
      }
      if (!wake(due.get(), asOf, now)) {
        return stored;
      }
      stored = guarded.load(subscriptionId);
    }
    return stored;
  }

  private static Optional<DueKey> dueBefore(
      Instant time, String subscriptionId, StateCodec.Stored stored) {
    return stored.state() instanceof State.Existing existing
            && existing.head().terms().clock() instanceof ClockId.Live clock
        ? stored
            .dueAt()
            .filter(at -> at.isBefore(time))
            .map(at -> new DueKey(clock, at, subscriptionId))
        : Optional.empty();
  }

  /**
   * Takes what is due on the live clock, as far as its topics have been read.
   *
   * @param now up to when, at most
   */
  void wakeLive(Instant now) {
    Instant through = readThrough.dueThrough(now);
    int left = DUE_ITEMS_PER_BITE_MAX;
    boolean goesOn;
    do {
      goesOn = false;
      List<DueKey> items = stores.due().due(ClockId.LIVE, through, left, guarded::isSetAside);
      for (DueKey item : items) {
        goesOn |= wake(item, through, now);
      }
      left -= items.size();
    } while (goesOn && left > 0);
  }

  /**
   * Takes what is due on a test clock, in order, up to where it was sent. What a bite leaves is
   * taken at the next tick. Those that are set aside do not hold up the others. A clock that cannot
   * be read stands still.
   *
   * @param now real time
   * @return true when the clock has reached its target: nothing is due, and nobody waits for the
   *     channel
   */
  boolean wakeOn(ClockId.Test clock, Instant now) {
    Optional<Instant> sentTo = testClocks.runsTo(clock);
    if (sentTo.isEmpty()) {
      return false;
    }
    Instant target = sentTo.get();
    List<DueKey> items;
    int taken = 0;
    do {
      // Item by item: what one of them leads to may fall due before the next.
      items = stores.due().due(clock, target, 1, guarded::isSetAside);
      for (DueKey item : items) {
        wake(item, testClocks.timeOf(clock, item.dueAt()), now);
      }
      taken++;
    } while (!items.isEmpty() && taken < DUE_ITEMS_PER_BITE_MAX);
    return items.isEmpty() && stores.waiting().isEmpty(clock, guarded::isSetAside);
  }

  /**
   * Takes a due item.
   *
   * @param clockTime of its clock, and on the live one how far it has been read
   * @param now real time
   * @return false when it is left for later: what fell due long ago may be there only since
   *     something that was written after that time, such as a charge that had waited for an earlier
   *     one's outcome, and would pass what lies unread before it
   */
  private boolean wake(DueKey item, Instant clockTime, Instant now) {
    String subscriptionId = item.subscriptionId();
    Optional<StateCodec.Stored> stored = guarded.load(subscriptionId);
    if (stored.isEmpty()) {
      // It stays in the index, for a release that can read the state.
      return true;
    }
    if (!(stored.get().state() instanceof State.Existing existing)
        || !stored.get().dueAt().equals(Optional.of(item.dueAt()))) {
      stores.due().remove(item);
      return true;
    }
    if (item.clock() instanceof ClockId.Live
        && clockTime.isBefore(now)
        && existing.head().at().isAfter(clockTime)) {
      return false;
    }
    Instant takenAt = item.clock() instanceof ClockId.Live ? now : clockTime;
    metrics.dueLag(item.clock(), Duration.between(item.dueAt(), takenAt));
    Optional<Step> step =
        guarded.step(
            subscriptionId,
            existing,
            new Input.Due(item.dueAt()),
            () -> new Moment(SubscriptionTime.later(existing.head().at(), clockTime), now),
            new Origin.OfDueItem(item.dueAt()),
            now);
    if (step.isPresent()) {
      writer.write(subscriptionId, stored.get(), step.get(), Cause.ofTime(now));
    }
    return true;
  }
}
