package dev.recur.benchmark.billing;

import dev.recur.benchmark.Benchmark;
import dev.recur.benchmark.Session;
import dev.recur.benchmark.report.Figure;
import dev.recur.benchmark.report.Goal;
import dev.recur.benchmark.report.Ratio;
import dev.recur.benchmark.report.Result;
import dev.recur.benchmark.rig.Cost;
import dev.recur.benchmark.rig.Costs;
import dev.recur.benchmark.rig.Costs.Unit;
import dev.recur.benchmark.rig.Memory;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.WorkerRig;
import dev.recur.local.process.LocalKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What more subscriptions cost: a cycle while many others sleep, a cycle of many that are due at
 * once, and the state of all of them, on disk and when it is made again.
 */
public final class Scale implements Benchmark {

  private static final List<String> CLIENTS = List.of("SCALE");
  private static final Duration ASLEEP = Duration.ofDays(30);
  private static final double BYTES_PER_MIB = 1_048_576;

  /**
   * Rounds that do not count after very many came in, or were due: what RocksDB still has to put in
   * order then is their price, and not that of the few.
   */
  private static final int AFTER_A_RUSH = 1;

  private static final double IDLE_GOAL = 1.1;
  private static final double GROWTH_GOAL = 1.2;
  private static final double RESTORE_GOAL = 2;

  /**
   * How many.
   *
   * @param warmUps before the first
   * @param few due at once
   * @param more due at once, the most last
   * @param asleep created, and not due
   * @param restores how often the state is made again
   */
  private record Load(int warmUps, Due few, List<Due> more, int asleep, int restores) {
    static Load of(boolean isShort) {
      return isShort
          ? new Load(2, new Due(4_000, 2), List.of(new Due(16_000, 1)), 20_000, 2)
          : new Load(
              3,
              new Due(10_000, 11),
              List.of(new Due(100_000, 3), new Due(1_000_000, 1)),
              1_000_000,
              3);
    }
  }

  /**
   * A cohort, and how often it is measured. A small one is over within a second, in which a
   * collection or a compaction counts for much.
   */
  private record Due(int count, int repetitions) {}

  /**
   * Few due at once.
   *
   * @param before the larger cohorts
   * @param after them
   * @param among many that came in then, and sleep
   */
  private record Few(Costs before, Costs after, Costs among) {

    /**
     * What the goals are held against: the cheaper of the two. Before the larger cohorts less of
     * the worker is compiled, after them theirs sleep in its stores, and either would flatter what
     * is held against it.
     */
    Costs base() {
      return before.median(Cost::coreMicros) <= after.median(Cost::coreMicros) ? before : after;
    }
  }

  /**
   * The worker's memory.
   *
   * @param subscriptions how many there were then
   */
  private record Held(int subscriptions, Memory memory) {

    static Held now(WorkerRig worker) {
      return new Held(worker.created(), Memory.of(worker.pid()));
    }

    /** Of each subscription that has come in since another moment. */
    Figure each(String name, Held since, ToLongFunction<Memory> of) {
      long more = of.applyAsLong(memory) - of.applyAsLong(since.memory());
      return new Figure(
          name,
          "bytes per subscription",
          List.of(more / (double) (subscriptions - since.subscriptions())));
    }

    Figure mebibytes(String name, ToLongFunction<Memory> of) {
      return new Figure(
          "%s at %d subscriptions".formatted(name, subscriptions),
          "MiB",
          List.of(of.applyAsLong(memory) / BYTES_PER_MIB));
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
      LocalKafka kafka = session.kafka(processes);
      WorkerRig worker =
          processes.add(WorkerRig.start(kafka, session.directory(), WorkerRig.WITHOUT_CHANNEL));
      try (Cohorts cohorts = new Cohorts(kafka, worker, processes)) {
        int few = load.few().count();
        Costs before = new Costs("%d due, before the larger cohorts".formatted(few), Unit.CYCLE);
        Costs after = new Costs("%d due, after the larger cohorts".formatted(few), Unit.CYCLE);
        Costs among = new Costs("%d due among %d".formatted(few, load.asleep()), Unit.CYCLE);
        measure(session, cohorts, load.few(), load.warmUps(), before);
        Held heldOfFew = Held.now(worker);
        List<Costs> more = new ArrayList<>();
        for (Due due : load.more()) {
          Costs costs = new Costs("%d due".formatted(due.count()), Unit.CYCLE);
          measure(session, cohorts, due, 0, costs);
          more.add(costs);
        }
        // Again: what is measured first is compiled least, and would flatter whatever comes later.
        measure(session, cohorts, load.few(), AFTER_A_RUSH, after);
        session.says(load.asleep() + " more come in, and sleep");
        Instant later = Instant.now().plus(ASLEEP);
        worker.subscribe(CLIENTS, load.asleep(), _ -> later, processes);
        measure(session, cohorts, load.few(), AFTER_A_RUSH, among);
        List<Figure> memory = memory(heldOfFew, Held.now(worker));
        Restore restore = Restore.of(session, kafka, worker, load.restores());
        return result(session, load, new Few(before, after, among), more, memory, restore);
      }
    }
  }

  private static void measure(Session session, Cohorts cohorts, Due due, int warmUps, Costs into) {
    session.rounds(
        warmUps,
        due.repetitions(),
        round ->
            session.found(
                round, into, cohorts.run(due.count(), cohorts.bringIn(CLIENTS, due.count()))));
  }

  private static List<Figure> memory(Held few, Held many) {
    return List.of(
        few.mebibytes("live heap", Memory::liveBytes),
        many.mebibytes("live heap", Memory::liveBytes),
        few.mebibytes("resident memory", Memory::residentBytes),
        many.mebibytes("resident memory", Memory::residentBytes),
        many.each("live heap", few, Memory::liveBytes),
        many.each("resident memory", few, Memory::residentBytes));
  }

  private static Result result(
      Session session, Load load, Few few, List<Costs> more, List<Figure> memory, Restore restore) {
    List<Figure> figures = new ArrayList<>();
    List<Ratio> ratios = new ArrayList<>();
    for (Costs costs : List.of(few.before(), few.after(), few.among())) {
      figures.add(costs.coreMicros());
    }
    ratios.add(
        Ratio.of(
            "a cycle while many sleep / while few do",
            few.among().over(few.base(), Cost::coreMicros),
            Goal.atMost(IDLE_GOAL)));
    ratios.add(
        Ratio.told(
            "a cycle while many sleep / before the larger cohorts",
            few.among().over(few.before(), Cost::coreMicros)));
    ratios.add(
        Ratio.told(
            "a cycle while many sleep / after the larger cohorts",
            few.among().over(few.after(), Cost::coreMicros)));
    for (Costs many : more) {
      figures.add(many.coreMicros());
      ratios.add(
          Ratio.of(
              "a cycle of %s / of %d due".formatted(many.name(), load.few().count()),
              many.over(few.base(), Cost::coreMicros),
              Goal.atMost(GROWTH_GOAL)));
    }
    figures.addAll(memory);
    figures.addAll(restore.figures());
    ratios.add(
        Ratio.of(
                "restore / raw read of the changelogs",
                restore.overRead(),
                Goal.atMost(RESTORE_GOAL))
            .countingIf(!session.isShort()));
    ratios.add(Ratio.told("restore / raw read, and each record into RocksDB", restore.overBare()));
    return new Result(
        "scale",
        ("the worker without a channel; cohorts of %d due at once before and after larger ones, and"
                + " once %d others have come in that sleep, the goals held against the cheaper of"
                + " before and after; then its state is deleted and made again, from the first"
                + " record that is asked for to the last that is stored; one broker, processor time"
                + " per cycle, medians%s")
            .formatted(load.few().count(), load.asleep(), session.form()),
        figures,
        ratios,
        session.isShort()
            ? List.of(
                "What is restored here takes a worker less time than its code takes to be compiled:"
                    + " this run does not say whether the goal of the restore is met. The long form"
                    + " does.")
            : List.of());
  }
}
