package dev.recur.systemtests.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What came of one seed.
 *
 * @param broken what is wrong, each in one sentence; empty when nothing is
 * @param diary what happened, where it was to be kept
 * @param seen what happened, by its names in {@link Seen}
 * @param steps how many steps it took
 */
record Verdict(long seed, List<String> broken, List<String> diary, Set<String> seen, int steps) {

  /** So much of where something was thrown is told. */
  private static final int FRAMES_MAX = 12;

  /** Runs a scenario to its end and looks at what came of it. */
  static Verdict on(Programs programs, Scenario scenario, boolean keepsDiary) {
    return on(programs, scenario.seed(), () -> scenario, keepsDiary);
  }

  /**
   * Runs what a seed means to its end and looks at what came of it. Never throws: whatever a run
   * throws, errors too, is what is wrong with its seed, which must not be lost with a thread.
   *
   * @param meaning what the seed means
   */
  static Verdict on(Programs programs, long seed, Supplier<Scenario> meaning, boolean keepsDiary) {
    try {
      return of(seed, new Simulation(programs, meaning.get(), keepsDiary));
    } catch (Throwable e) {
      return new Verdict(seed, List.of(told(e)), List.of(), Set.of(), 0);
    }
  }

  private static Verdict of(long seed, Simulation simulation) {
    List<String> broken = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    attempt(broken, () -> broken.addAll(Checks.of(simulation.run())));
    attempt(broken, simulation::close);
    attempt(broken, () -> seen.addAll(simulation.seen()));
    return new Verdict(seed, broken, simulation.world().diary(), seen, simulation.steps());
  }

  private static void attempt(List<String> broken, Runnable what) {
    try {
      what.run();
    } catch (Throwable e) {
      broken.add(told(e));
    }
  }

  private static String told(Throwable e) {
    return e + " at " + Stream.of(e.getStackTrace()).limit(FRAMES_MAX).toList();
  }

  /** What is wrong, and what to do about it. */
  String report() {
    return "Seed %d fails: %s%nMend it, and keep it in simulation/seeds.txt.%n"
        .formatted(seed, broken);
  }

  boolean isGood() {
    return broken.isEmpty();
  }
}
