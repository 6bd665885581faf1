package dev.recur.benchmark.billing;

import dev.recur.benchmark.Benchmark;
import dev.recur.benchmark.Session;
import dev.recur.benchmark.report.Figure;
import dev.recur.benchmark.report.Goal;
import dev.recur.benchmark.report.Ratio;
import dev.recur.benchmark.report.Result;
import dev.recur.benchmark.rig.Cost;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.WorkerRig;
import dev.recur.local.process.LocalKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What more subscriptions cost: a cycle while many others sleep, a cycle of many that are due at
 * once, and the state of all of them, on disk and when it is made again.
 */
public final class Scale implements Benchmark {

  private static final List<String> CLIENTS = List.of("SCALE");
  private static final Duration REST = Duration.ofSeconds(2);
  private static final Duration ASLEEP = Duration.ofDays(30);
  private static final double IDLE_GOAL = 1.1;
  private static final double GROWTH_GOAL = 1.2;
  private static final double RESTORE_GOAL = 2;

  /**
   * How many.
   *
   * @param few due at once
   * @param more due at once, the most last
   * @param asleep created, and not due
   */
  private record Load(int warmUps, int repetitions, int few, List<Integer> more, int asleep) {
    static Load of(boolean isShort) {
      return isShort
          ? new Load(2, 2, 4_000, List.of(16_000), 20_000)
          : new Load(3, 3, 10_000, List.of(100_000, 1_000_000), 1_000_000);
    }
  }

  /**
   * Few due at once.
   *
   * @param before the larger cohorts
   * @param after them
   * @param among many that came in then, and sleep
   */
  private record Few(List<Cost> before, List<Cost> after, List<Cost> among) {
    List<Cost> alone() {
      return Stream.concat(before.stream(), after.stream()).toList();
    }
  }

  @Override
  public String name() {
    return "scale";
  }

  @Override
  public Result run(Session session) {
    Load load = Load.of(session.isShort());
    try (Processes processes = new Processes()) {
      LocalKafka kafka = processes.add(LocalKafka.start(session.directory().resolve("kafka")));
      WorkerRig worker =
          processes.add(
              WorkerRig.start(
                  kafka, session.directory(), Map.of("RECUR_CHANNEL_ENABLED", "false")));
      try (Cohorts cohorts = new Cohorts(kafka, worker, REST, processes)) {
        session.says("warming up");
        var _ = costs(session, cohorts, load.few(), load.warmUps());
        List<Cost> alone = costs(session, cohorts, load.few(), load.repetitions());
        List<Cost> more = new ArrayList<>();
        for (int count : load.more()) {
          more.addAll(costs(session, cohorts, count, 1));
        }
        // Again: what is measured first is compiled least, and would flatter whatever comes later.
        List<Cost> again = costs(session, cohorts, load.few(), load.repetitions());
        session.says(load.asleep() + " more come in, and sleep");
        Instant later = Instant.now().plus(ASLEEP);
        worker.subscribe(CLIENTS, load.asleep(), _ -> later, processes);
        List<Cost> among = costs(session, cohorts, load.few(), load.repetitions());
        Restore restore = Restore.of(session, kafka, worker);
        return result(session, load, new Few(alone, again, among), more, restore);
      }
    }
  }

  private static List<Cost> costs(Session session, Cohorts cohorts, int count, int repetitions) {
    List<Cost> costs = new ArrayList<>();
    for (int n = 0; n < repetitions; n++) {
      Cost cost = cohorts.run(count, cohorts.bringIn(CLIENTS, count));
      session.says(
          String.format(
              Locale.ROOT,
              "  %d due at once: %.0f per second, %.0f core-µs each",
              count,
              cost.perSecond(),
              cost.coreMicros()));
      costs.add(cost);
    }
    return costs;
  }

  private static Result result(
      Session session, Load load, Few measured, List<Cost> more, Restore restore) {
    List<Figure> figures = new ArrayList<>();
    List<Ratio> ratios = new ArrayList<>();
    Figure few =
        micros(
            "%d due, before and after the larger cohorts".formatted(load.few()), measured.alone());
    Figure before =
        micros("%d due, before the larger cohorts".formatted(load.few()), measured.before());
    Figure amongMany =
        micros("%d due among %d".formatted(load.few(), load.asleep()), measured.among());
    figures.addAll(
        List.of(
            before,
            micros("%d due, after the larger cohorts".formatted(load.few()), measured.after()),
            few,
            amongMany));
    ratios.add(
        Ratio.of(
            "a cycle while many sleep / while few do",
            amongMany.median() / few.median(),
            Goal.atMost(IDLE_GOAL)));
    // After the larger cohorts, theirs sleep too. Before them hardly any do, and less is compiled.
    ratios.add(
        Ratio.told(
            "a cycle while many sleep / before the larger cohorts",
            amongMany.median() / before.median()));
    for (Cost cost : more) {
      Figure many = micros("%d due".formatted(cost.units()), List.of(cost));
      figures.add(many);
      ratios.add(
          Ratio.of(
              "a cycle of %d / of %d due at once".formatted(cost.units(), load.few()),
              many.median() / few.median(),
              Goal.atMost(GROWTH_GOAL)));
    }
    figures.addAll(restore.figures());
    ratios.add(
        Ratio.of(
            "restore / raw read of the changelogs",
            restore.seconds() / restore.rawSeconds(),
            Goal.atMost(RESTORE_GOAL)));
    return new Result(
        "scale",
        ("the worker without a channel; cohorts of %d due at once before and after larger ones, and"
                + " once %d others have come in that sleep; then its state is deleted and made"
                + " again; one broker, processor time per cycle, medians%s")
            .formatted(load.few(), load.asleep(), session.isShort() ? "; SHORT FORM" : ""),
        figures,
        ratios);
  }

  private static Figure micros(String name, List<Cost> costs) {
    return new Figure(name, "core-µs per cycle", costs.stream().map(Cost::coreMicros).toList());
  }
}
