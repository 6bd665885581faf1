package dev.recur.systemtests.simulation;

import java.util.List;
import java.util.Set;

/**
 * What came of one seed.
 *
 * @param broken what is wrong, each in one sentence; empty when nothing is
 * @param diary what happened, where it was to be kept
 * @param seen what happened, by its names in {@link Seen}
 * @param steps how many steps it took
 */
record Verdict(
    Scenario scenario, List<String> broken, List<String> diary, Set<String> seen, int steps) {

  /** Runs a scenario to its end and looks at what came of it. */
  static Verdict on(Programs programs, Scenario scenario, boolean keepsDiary) {
    Simulation simulation = new Simulation(programs, scenario, keepsDiary);
    List<String> broken;
    try {
      broken = Checks.of(simulation.run());
    } catch (RuntimeException | AssertionError e) {
      broken = List.of(e + " at " + List.of(e.getStackTrace()).stream().limit(12).toList());
    } finally {
      simulation.close();
    }
    return new Verdict(
        scenario, broken, simulation.world().diary(), simulation.seen(), simulation.steps());
  }

  boolean isGood() {
    return broken.isEmpty();
  }
}
