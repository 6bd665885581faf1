package dev.recur.billing.topology;

import dev.recur.billing.domain.ClockId;
import dev.recur.schemas.avro.TestClockState;
import dev.recur.schemas.id.TestClock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The test clocks, and where this partition stands with each. One whose entry cannot be read stands
 * still, and all that is due on it; the others, and the live clock, go on. Its next tick writes the
 * entry anew.
 */
final class TestClocks {
  private static final Logger LOG = LoggerFactory.getLogger(TestClocks.class);

  private static final StoredAvro<TestClockState> CLOCK =
      new StoredAvro<>(TestClockState.class).reading("TestClockState", 1);

  private final KeyValueStore<String, byte[]> store;

  /** Clocks with work left or an announcement to make: looked at often, and almost always none. */
  private final Set<ClockId.Test> underWay = new LinkedHashSet<>();

  /** Clocks that cannot be read, as far as the log has told. */
  private final Set<ClockId.Test> standing = new HashSet<>();

  TestClocks(KeyValueStore<String, byte[]> store) {
    this.store = store;
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        ClockId.Test clock = new ClockId.Test(entry.key);
        if (readable(clock, entry.value).filter(state -> !state.getAnnounced()).isPresent()) {
          underWay.add(clock);
        }
      }
    }
  }

  /**
   * The clock in these bytes.
   *
   * @throws LaterReleaseException when a later release wrote them
   * @throws AvroRuntimeException when they are no clock, or one that was sent where none goes
   */
  static TestClockState read(byte[] bytes) {
    TestClockState state = CLOCK.decode(bytes);
    if (!TestClock.isShown(state.getTarget())) {
      throw new AvroRuntimeException("No test clock goes to %s.".formatted(state.getTarget()));
    }
    return state;
  }

  /** True when there is such a clock, whether or not it can be read. */
  boolean exists(ClockId.Test clock) {
    return store.get(clock.id()) != null;
  }

  /** Where a clock that can be read was last sent to; empty while it stands still. */
  Optional<Instant> runsTo(ClockId.Test clock) {
    return readable(clock, store.get(clock.id())).map(TestClockState::getTarget);
  }

  /**
   * Where a clock was last sent to, or empty when there is no such clock.
   *
   * @throws IllegalStateException when it cannot be read: nobody knows its time
   */
  Optional<Instant> target(ClockId.Test clock) {
    return state(clock).map(TestClockState::getTarget);
  }

  /** Where a clock was sent to, when this partition has yet to say that it is there. */
  Optional<Instant> unannounced(ClockId.Test clock) {
    return state(clock).filter(state -> !state.getAnnounced()).map(TestClockState::getTarget);
  }

  /**
   * Sends a clock forward; a clock never goes back. The partition owes an announcement again. One
   * that cannot be read begins anew at its target: nobody knows from where it would jump.
   *
   * @param outage true when it jumps: what falls due on the way is decided at the target, late
   */
  void send(ClockId.Test clock, Instant to, boolean outage) {
    Optional<TestClockState> before = readable(clock, store.get(clock.id()));
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
    standing.remove(clock);
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
    byte @Nullable [] stored = store.get(clock.id());
    try {
      return Optional.ofNullable(stored).map(TestClocks::read);
    } catch (AvroRuntimeException e) {
      throw new IllegalStateException(
          "Test clock %s cannot be read: send it forward again.".formatted(clock.id()), e);
    }
  }

  /** A clock's entry; empty when there is none, or it cannot be read, which is told once. */
  private Optional<TestClockState> readable(ClockId.Test clock, byte @Nullable [] stored) {
    try {
      return Optional.ofNullable(stored).map(TestClocks::read);
    } catch (AvroRuntimeException e) {
      if (standing.add(clock)) {
        LOG.atError()
            .addKeyValue("testClockId", clock.id())
            .setCause(e)
            .log(
                "A test clock cannot be read: it stands still, all others go on; send it forward"
                    + " again, then release the subscriptions on it that have parked");
      }
      return Optional.empty();
    }
  }
}
