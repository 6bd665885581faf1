package dev.recur.systemtests.killreport;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What is done to the processes. Each is a row of the report, also where it was not done. */
enum Fault {
  KILL_WORKER("a worker killed by SIGKILL", 18),
  KILL_SERVICE("the subscription-service killed by SIGKILL", 18),
  KILL_NOTIFIER("the notifier killed by SIGKILL", 18),
  KILL_CHANNEL("the payment channel killed by SIGKILL", 18),
  KILL_BROKER("the broker killed by SIGKILL", 22),
  KILL_REGISTRY("the schema registry killed by SIGKILL", 20),
  REBALANCE("a third worker comes and goes: two rebalances", 40),
  LOST_STORE("a worker killed, and its local stores lost", 22),
  FULL_DISK("the broker's file system full", 28),
  CLOCK_AHEAD("a worker's clock put an hour ahead, and back", 45),
  CLOCK_BEHIND("a worker's clock put an hour back, and ahead", 45),
  PARTITION("the network cut between a worker and the broker", 0);

  private final String words;
  private final Duration takes;

  Fault(String words, int takesSeconds) {
    this.words = words;
    this.takes = Duration.ofSeconds(takesSeconds);
  }

  /**
   * Those that a plan has.
   *
   * @param named with commas between; empty: all that can be done
   * @param impossible what cannot be done here, and why
   * @throws IllegalArgumentException when one is named that cannot be done here, or is none
   */
  static Set<Fault> wanted(String named, Map<Fault, String> impossible) {
    if (named.isEmpty()) {
      Set<Fault> all = EnumSet.allOf(Fault.class);
      all.removeAll(impossible.keySet());
      return all;
    }
    Set<Fault> wanted = EnumSet.noneOf(Fault.class);
    for (String name : named.split(",", -1)) {
      Fault fault = named(name);
      if (impossible.containsKey(fault)) {
        throw new IllegalArgumentException(
            "%s cannot be done here: %s. Do that, or leave it out of --faults."
                .formatted(fault, impossible.get(fault)));
      }
      wanted.add(fault);
    }
    return wanted;
  }

  private static Fault named(String name) {
    return Stream.of(values())
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no fault '%s'. Known are %s."
                        .formatted(
                            name, Stream.of(values()).map(Fault::name).collect(joining(", ")))));
  }

  /** What the report calls it. */
  String words() {
    return words;
  }

  /**
   * How long it takes, from waiting for a bunch to fall due until all is ready again; a fault after
   * the last cycle shows nothing, so there are cycles for so long.
   */
  Duration takes() {
    return takes;
  }
}
