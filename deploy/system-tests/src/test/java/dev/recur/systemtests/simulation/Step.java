package dev.recur.systemtests.simulation;

/**
 * Something that may happen next.
 *
 * @param isFault true for what goes wrong; false for what is to be done, and while there is any of
 *     that, time does not run far
 * @param weight how likely it is beside the others of its kind
 * @param run makes it happen
 */
record Step(boolean isFault, int weight, Runnable run) {

  static Step work(int weight, Runnable run) {
    return new Step(false, weight, run);
  }

  static Step fault(int weight, Runnable run) {
    return new Step(true, weight, run);
  }
}
