package dev.recur.billing.domain;

/** Which clock a subscription lives on, from birth to end. */
public sealed interface ClockId {
  /** The clock everybody lives on: ticks come from real time. */
  record Live() implements ClockId {}

  /**
   * A clock that is sent forward by its owner.
   *
   * @param id its id
   */
  record Test(String id) implements ClockId {}

  /** The live clock. */
  ClockId LIVE = new Live();
}
