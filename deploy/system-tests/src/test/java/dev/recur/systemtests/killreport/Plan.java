package dev.recur.systemtests.killreport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which faults come, in which order, and how long work is held in flight before each strikes.
 *
 * @param steps in their order, round after round
 * @param ofRound how many of them are a round, in which every fault comes
 */
record Plan(List<Step> steps, int ofRound) {

  /** Until a bunch is under way as a whole, and much shorter than anybody waits for an answer. */
  private static final int HELD_MS_MIN = 200;

  private static final int HELD_MS_MAX = 1_500;

  /** Workers do what must not be done twice: they die more often than the others. */
  private static final int WORKER_KILLS = 3;

  Plan {
    steps = List.copyOf(steps);
  }

  /**
   * A fault.
   *
   * @param held how long work is in flight already when it strikes
   * @param choice chooses among several victims; any number
   */
  record Step(Fault fault, Duration held, int choice) {}

  /**
   * The plan of a seed: the same for the same seed, rounds and faults.
   *
   * @param rounds how often each fault comes; a worker's death three times as often
   * @param possible the faults that can be done here
   */
  static Plan of(long seed, int rounds, Collection<Fault> possible) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<Fault> faults = new ArrayList<>();
      for (Fault fault : Fault.values()) {
        if (possible.contains(fault)) {
          faults.addAll(Collections.nCopies(fault == Fault.KILL_WORKER ? WORKER_KILLS : 1, fault));
        }
      }
      Collections.shuffle(faults, random);
      for (Fault fault : faults) {
        Duration held = Duration.ofMillis(random.nextInt(HELD_MS_MIN, HELD_MS_MAX));
        steps.add(new Step(fault, held, random.nextInt(Integer.MAX_VALUE)));
      }
    }
    return new Plan(steps, steps.size() / rounds);
  }

  /** How often a fault comes. */
  long count(Fault fault) {
    return steps.stream().filter(step -> step.fault() == fault).count();
  }

  /** How long a round takes on a quiet machine, one fault after the other. */
  Duration takes() {
    return steps.stream()
        .limit(ofRound)
        .map(step -> step.fault().takes())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
