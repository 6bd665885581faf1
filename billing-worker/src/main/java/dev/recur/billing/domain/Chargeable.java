package dev.recur.billing.domain;

import static dev.recur.billing.domain.Answer.no;

import java.util.Optional;

/** Whether a charge can be asked for now, beside those that fall due by themselves. */
final class Chargeable {
  private Chargeable() {}

  /** What keeps a subscription from being charged, and would keep a successor; empty: nothing. */
  static Optional<Answer> objection(State.Live live) {
    if (live.head().parked()) {
      return no("Charging of this subscription stands still until somebody has looked at it.");
    }
    if (live.pause().isPresent()) {
      return no("The subscription is paused: resume it first.");
    }
    return live.standing() == State.Standing.METHOD_REFUSED
        ? no("The buyer's method was declined for good: replace it first.")
        : Optional.empty();
  }
}
