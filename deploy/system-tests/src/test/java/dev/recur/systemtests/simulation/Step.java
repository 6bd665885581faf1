package dev.recur.systemtests.simulation;

/**
 * Something that may happen next.
 *
 * @param kind what it means for the rest
 * @param weight how likely it is beside the others
 * @param run makes it happen
 */
record Step(Kind kind, int weight, Runnable run) {

  /** What a step means for the rest. */
  enum Kind {
    /** Something that is to be done. While there is any, time does not run far. */
    WORK,
    /** Something that goes wrong. Stops at the end of a run. */
    FAULT
  }

  static Step work(int weight, Runnable run) {
    return new Step(Kind.WORK, weight, run);
  }

  static Step fault(int weight, Runnable run) {
    return new Step(Kind.FAULT, weight, run);
  }
}
