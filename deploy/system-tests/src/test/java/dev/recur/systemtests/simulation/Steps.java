package dev.recur.systemtests.simulation;

import java.util.List;

/**
 * What may happen next.
 *
 * @param work what is to be done; while there is any, time does not run far
 * @param faults what may go wrong
 */
record Steps(List<Step> work, List<Step> faults) {

  /**
   * Something to be done.
   *
   * @param weight how likely it is beside the others
   */
  void work(int weight, Runnable run) {
    work.add(new Step(weight, run));
  }

  /**
   * Something that may go wrong.
   *
   * @param weight how likely it is beside the others
   */
  void fault(int weight, Runnable run) {
    faults.add(new Step(weight, run));
  }
}
