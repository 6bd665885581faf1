package dev.recur.billing.topology;

import dev.recur.billing.domain.ClockId;
import dev.recur.schemas.avro.TestClockState;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The test clocks, and where this partition stands with each. */
final class TestClocks {
  private static final StoredAvro<TestClockState> CLOCK =
      new StoredAvro<>(TestClockState.class).reading("TestClockState", 1);

  private final KeyValueStore<String, byte[]> store;

  /** Clocks with work left or an announcement to make: looked at often, and almost always none. */
  private final Set<ClockId.Test> underWay = new LinkedHashSet<>();

  TestClocks(KeyValueStore<String, byte[]> store) {
    this.store = store;
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        if (!CLOCK.decode(entry.value).getAnnounced()) {
          underWay.add(new ClockId.Test(entry.key));
        }
      }
    }
  }

  /** Where a clock was last sent to, or empty when there is no such clock. */
  Optional<Instant> target(ClockId.Test clock) {
    return state(clock).map(TestClockState::getTarget);
  }

  /** Where a clock was sent to, when this partition has yet to say that it is there. */
  Optional<Instant> unannounced(ClockId.Test clock) {
    return state(clock).filter(state -> !state.getAnnounced()).map(TestClockState::getTarget);
  }

  /**
   * Sends a clock forward; a clock never goes back. The partition owes an announcement again.
   *
   * @param outage true when it jumps: what falls due on the way is decided at the target, late
   */
  void send(ClockId.Test clock, Instant to, boolean outage) {
    Optional<TestClockState> before = state(clock);
    Optional<Instant> reached = before.map(TestClockState::getTarget);
    boolean further = reached.filter(target -> !to.isAfter(target)).isEmpty();
    Instant target = further ? to : reached.orElse(to);
    // A jump that is still under way goes on as one.
    Instant jumpedFrom = before.map(TestClockState::getJumpedFrom).orElse(null);
    if (jumpedFrom == null && outage && further) {
      jumpedFrom = reached.orElse(null);
    }
    store.put(clock.id(), CLOCK.encode(new TestClockState(target, false, jumpedFrom)));
    underWay.add(clock);
  }

  /** The time at which what falls due at {@code dueAt} is decided on a clock. */
  Instant timeOf(ClockId.Test clock, Instant dueAt) {
    return state(clock)
        .filter(state -> state.getJumpedFrom() != null && dueAt.isAfter(state.getJumpedFrom()))
        .map(TestClockState::getTarget)
        .orElse(dueAt);
  }

  void announced(ClockId.Test clock, Instant target) {
    store.put(clock.id(), CLOCK.encode(new TestClockState(target, true, null)));
    underWay.remove(clock);
  }

  /** Every clock that has work left or an announcement to make. */
  List<ClockId.Test> underWay() {
    return List.copyOf(underWay);
  }

  private Optional<TestClockState> state(ClockId.Test clock) {
    return Optional.ofNullable(store.get(clock.id())).map(CLOCK::decode);
  }
}
