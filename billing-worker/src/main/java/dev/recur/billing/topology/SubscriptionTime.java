package dev.recur.billing.topology;

import dev.recur.billing.domain.Agenda;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.State;
import java.time.Instant;

/** A subscription's own time, at which a command or a channel's answer is decided. */
final class SubscriptionTime {
  private SubscriptionTime() {}

  /**
   * The time; never before the subscription's last event.
   *
   * @param clock the subscription's clock, or the one it is to be born on
   * @param recordedAt real time of the record
   */
  static Instant of(State state, ClockId clock, Instant recordedAt, TestClocks testClocks) {
    return switch (clock) {
      case ClockId.Live _ ->
          state instanceof State.Existing existing
              ? later(existing.head().at(), recordedAt)
              : recordedAt;
      case ClockId.Test test -> {
        // A clock that nobody knows: the command is refused, at whatever time.
        Instant target = testClocks.target(test).orElse(recordedAt);
        yield state instanceof State.Existing existing ? reached(existing, target) : target;
      }
    };
  }

  /** How far a subscription has come on a test clock that is sent to {@code target}. */
  private static Instant reached(State.Existing state, Instant target) {
    boolean busy =
        StepMaker.isAwaiting(state)
            || Agenda.nextDueAt(state).filter(at -> !at.isAfter(target)).isPresent();
    return busy ? state.head().at() : later(state.head().at(), target);
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
