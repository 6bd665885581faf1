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
    HELD_CYCLES
  }

  String requestId() {
    return "q-" + number;
  }
}
