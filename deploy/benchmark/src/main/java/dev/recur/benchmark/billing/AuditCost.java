package dev.recur.benchmark.billing;

import dev.recur.benchmark.Benchmark;
import dev.recur.benchmark.Session;
import dev.recur.benchmark.report.Ratio;
import dev.recur.benchmark.report.Result;
import dev.recur.benchmark.rig.Cost;
import dev.recur.benchmark.rig.Costs;
import dev.recur.benchmark.rig.Costs.Unit;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.Turns;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the audit costs the notifier, in whose process it is: processor time of a delivery with it
 * and without. Each of the two has a broker, a worker and a channel of its own, which do the same,
 * so that the audit reads what it reads in production: requests and results beside the events.
 */
public final class AuditCost implements Benchmark {

  /**
   * How patient the audit is here. What it puts off until something may be late is a part of what
   * it costs, and so has to fall into the time that is measured.
   */
  private static final Duration OVERDUE_AFTER = Duration.ofSeconds(10);

  /** From when a cohort is due until the audit has looked at it again, and has written that. */
  private static final Duration LOOKED_AT_AFTER = OVERDUE_AFTER.plusSeconds(10);

  private record Load(int cohort, int warmUps, int repetitions) {
    static Load of(boolean isShort) {
      return isShort ? new Load(6_000, 2, 3) : new Load(30_000, 3, 5);
    }
  }

  /**
   * One of the two.
   *
   * @param costs of its notifier
   */
  private record Side(WholeCycle cycle, Cohorts cohorts, Costs costs) {}

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public Result run(Session session) {
    Load load = Load.of(session.isShort());
    try (Processes processes = new Processes()) {
      WholeCycle with = start(session, "with", true, processes);
      WholeCycle without = start(session, "without", false, processes);
      try (Cohorts withs = with.cohorts();
          Cohorts withouts = without.cohorts()) {
        Side audited = new Side(with, withs, new Costs("notifier with the audit", Unit.DELIVERY));
        Side bare = new Side(without, withouts, new Costs("notifier without", Unit.DELIVERY));
        session.rounds(
            load.warmUps(),
            load.repetitions(),
            round -> {
              for (Side side : Turns.rotated(List.of(audited, bare), round)) {
                session.found(
                    round,
                    side.costs(),
                    side.cycle().ofNotifier(side.cohorts(), load.cohort(), LOOKED_AT_AFTER));
              }
            });
        return result(session, load, audited.costs(), bare.costs());
      }
    }
  }

  private static WholeCycle start(
      Session session, String name, boolean isAudited, Processes processes) {
    Session own = session.inside(name);
    return WholeCycle.start(
        own,
        own.kafka(processes),
        0,
        Map.of(
            "RECUR_AUDIT_ENABLED",
            Boolean.toString(isAudited),
            "RECUR_AUDIT_OVERDUE_AFTER",
            OVERDUE_AFTER.toSeconds() + "s"),
        processes);
  }

  private static Result result(Session session, Load load, Costs with, Costs without) {
    return new Result(
        "audit",
        ("cohorts of %d cycles due at once, charged by a channel that says yes at once and delivered"
                + " to merchants that acknowledge at once; two brokers, workers and notifiers, of"
                + " which one audits, by turns; processor time until nothing happens any more and the"
                + " audit has looked again, %d s after they were due, medians%s")
            .formatted(load.cohort(), LOOKED_AT_AFTER.toSeconds(), session.form()),
        List.of(
            without.coreMicros(), without.brokerMicros(), with.coreMicros(), with.brokerMicros()),
        List.of(
            Ratio.told(
                "notifier with the audit / without, processor time per delivery",
                with.over(without, Cost::coreMicros))));
  }
}
