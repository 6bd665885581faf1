package dev.recur.systemtests.simulation;

import java.time.Instant;

/**
 * Something a merchant asks for in the middle of a subscription's life.
 *
 * @param at when
 * @param number makes its request id, and decides what it does not say
 */
record Act(Kind kind, Instant at, int number) {

  /** What is asked for. */
  enum Kind {
    PAUSE,
    RESUME,
    CANCEL,
    PRICE_NOW,
    PRICE_NEXT,
    PERIOD,
    REPLACE_METHOD,
    REFUND,
    HELD_CYCLES,
    CHARGE,
    CHANGE
  }

  /**
   * The merchant's id of the request.
   *
   * @param plan whose act it is: a change's id must be the only one of its merchant
   */
  String requestIdIn(Plan plan) {
    return plan.requestId() + "-q-" + number;
  }
}
