package dev.recur.benchmark.billing;

import dev.recur.benchmark.Benchmark;
import dev.recur.benchmark.Session;
import dev.recur.benchmark.bare.CycleLoopProcess;
import dev.recur.benchmark.bare.CyclePace;
import dev.recur.benchmark.bare.CycleShape;
import dev.recur.benchmark.report.Figure;
import dev.recur.benchmark.report.Goal;
import dev.recur.benchmark.report.Ratio;
import dev.recur.benchmark.report.Result;
import dev.recur.benchmark.rig.BareTopics;
import dev.recur.benchmark.rig.Cost;
import dev.recur.benchmark.rig.Costs;
import dev.recur.benchmark.rig.Costs.Unit;
import dev.recur.benchmark.rig.Jvm;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.WorkerRig;
import dev.recur.benchmark.rig.Written;
import dev.recur.local.process.LocalKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Due cycles decided and requested per second, beside a bare loop in Kafka's transactions that
 * writes as many records of the same size, and beside the least that any billing run has to write.
 */
public final class BillingRun implements Benchmark {

  private static final List<String> CLIENTS = List.of("BILLING");
  private static final double GOAL = 0.5;
  private static final double COMMIT_INTERVAL_MS = 100;
  private static final double LAG_GOAL = 3;
  private static final double WHOLE_GOAL = 0.2;

  /** Kill Bill 0.22.26, tuned, with PostgreSQL, on two cores of the same kind: paid cycles. */
  private static final double KILL_BILL_PER_SECOND = 42;

  private static final double KILL_BILL_CORE_MICROS = 42_000;
  private static final double KILL_BILL_GOAL = 50;

  /** What the least loop makes on two quiet cores; where it does not, no goal here counts. */
  private static final double LEAST_PER_SECOND = 15_000;

  /**
   * How much is done.
   *
   * @param cohort due at once
   * @param leastRounds how often the least loop makes it due, warm-ups included: it stands for the
   *     machine, and not for one whose code is not compiled yet
   * @param sameRounds how often the other loop does where it does not warm up
   * @param lagTime of an open load, as often as there are repetitions
   */
  private record Load(
      int cohort, int warmUps, int repetitions, int leastRounds, int sameRounds, Duration lagTime) {

    static Load of(boolean isShort) {
      return isShort
          ? new Load(8_000, 6, 3, 9, 3, Duration.ofSeconds(4))
          : new Load(60_000, 3, 5, 3, 3, Duration.ofSeconds(15));
    }

    /**
     * How often the loop with the worker's records makes a cohort due in a round, warm-ups being
     * those below 0. They warm it up by as many cycles as the worker, which has had one cohort
     * before the first.
     */
    int sameRounds(int round) {
      if (round >= 0) {
        return sameRounds;
      }
      return round == -warmUps ? 2 : 1;
    }
  }

  /** What is measured. */
  private record Measured(Costs least, Costs same, Costs worker) {
    Measured() {
      this(
          new Costs("least loop", Unit.CYCLE),
          new Costs("loop with the same records", Unit.CYCLE),
          new Costs("worker", Unit.CYCLE));
    }
  }

  @Override
  public String name() {
    return "billing";
  }

  @Override
  public Result run(Session session) {
    Load load = Load.of(session.isShort());
    try (Processes processes = new Processes()) {
      LocalKafka kafka = session.kafka(processes);
      WorkerRig worker =
          processes.add(WorkerRig.start(kafka, session.directory(), WorkerRig.WITHOUT_CHANNEL));
      try (Cohorts cohorts = new Cohorts(kafka, worker, processes)) {
        CycleRecords records = records(load.cohort(), cohorts, kafka);
        session.says("a cycle writes " + records.inWords());
        CycleLoopProcess least =
            CycleLoopProcess.start(
                "least-loop",
                kafka,
                session.directory(),
                CycleShape.least(),
                CyclePace.best(),
                load.cohort(),
                processes);
        CycleLoopProcess same =
            CycleLoopProcess.start(
                "same-loop",
                kafka,
                session.directory(),
                records.shape(),
                CyclePace.ofWorker(),
                load.cohort(),
                processes);
        Measured measured = new Measured();
        long broker = kafka.broker().pid();
        session.rounds(
            load.warmUps(),
            load.repetitions(),
            round -> {
              session.found(
                  round,
                  measured.least(),
                  Cost.of(least.pid(), broker, () -> least.run(load.leastRounds(), processes)));
              session.found(
                  round,
                  measured.same(),
                  Cost.of(same.pid(), broker, () -> same.run(load.sameRounds(round), processes)));
              Instant due = cohorts.bringIn(CLIENTS, load.cohort());
              session.found(round, measured.worker(), cohorts.run(load.cohort(), due));
            });
        double peak = measured.worker().median(Cost::perSecond);
        List<Histogram> lags = new ArrayList<>();
        session.rounds(
            0,
            load.repetitions(),
            _ -> {
              Histogram lag =
                  Lag.measure(cohorts, worker, kafka, peak / 2, load.lagTime(), processes);
              session.says(
                  "  lag at half of that: p99 %d ms".formatted(lag.getValueAtPercentile(99)));
              lags.add(lag);
            });
        int lagged = lags.stream().mapToInt(lag -> (int) lag.getTotalCount()).sum();
        worker.close();
        int asked = (1 + load.warmUps() + load.repetitions()) * load.cohort() + lagged;
        WholeCycle.Found whole =
            WholeCycle.start(session, kafka, asked, Map.of(), processes)
                .run(session, load.cohort(), load.repetitions(), load.sameRounds());
        return result(session, load, records, measured, whole, lags);
      }
    }
  }

  /** What the first cohort writes. */
  private static CycleRecords records(int count, Cohorts cohorts, LocalKafka kafka) {
    Map<String, Object> consumer = BareTopics.settings(kafka).consumer();
    Instant due = cohorts.bringIn(CLIENTS, count);
    CycleRecords.Parts parts = CycleRecords.Parts.ofBillingRun();
    Written.Mark mark = Written.Mark.now(consumer, parts.all());
    var _ = cohorts.run(count, due);
    return CycleRecords.since(mark, consumer, parts, count);
  }

  private static Result result(
      Session session,
      Load load,
      CycleRecords records,
      Measured measured,
      WholeCycle.Found whole,
      List<Histogram> lags) {
    double leastPerSecond = measured.least().median(Cost::perSecond);
    boolean counts = leastPerSecond >= LEAST_PER_SECOND;
    List<Figure> figures = new ArrayList<>();
    for (Costs costs :
        List.of(
            measured.least(),
            measured.same(),
            measured.worker(),
            whole.same(),
            whole.whole(),
            whole.withRsa())) {
      figures.addAll(List.of(costs.perSecond(), costs.coreMicros(), costs.brokerMicros()));
    }
    Figure lagP99 = lagFigure(lags, 99);
    figures.add(lagFigure(lags, 50));
    figures.add(lagP99);
    figures.add(new Figure("records of a cycle", "records", List.of(records.records())));
    figures.add(new Figure("records of a cycle", "bytes", List.of(records.bytes())));
    figures.add(
        new Figure("records of a whole cycle", "records", List.of(whole.records().records())));
    figures.add(new Figure("records of a whole cycle", "bytes", List.of(whole.records().bytes())));
    return new Result(
        "billing",
        ("%d cycles due at once, decided and requested; beside a bare Streams loop (EOS v2, the"
                + " worker's settings) with the same records, and with the least: three changelog"
                + " writes (one of 300 bytes, the others of the due index) and two outputs of 300 bytes,"
                + " in the same transactions, with poll.ms 5, bites of 5,000 and no compression;"
                + " the whole cycle with a channel that says yes at once and 4 merchants with an"
                + " endpoint each, told over plain HTTP and signed v1 (once more RSA256 and v1), without"
                + " the audit, beside a loop with its records; %d partitions, 2 stream threads, %d MiB heap, one"
                + " broker, interleaved, medians; the goals count where the least loop makes %.0f"
                + " per second%s")
            .formatted(
                load.cohort(),
                LocalKafka.SUBSCRIPTION_PARTITIONS,
                Jvm.HEAP_MB,
                LEAST_PER_SECOND,
                session.form()),
        figures,
        ratios(measured, whole, lagP99).map(ratio -> ratio.countingIf(counts)).toList(),
        counts
            ? List.of()
            : List.of(
                ("The least loop makes %.0f per second and has to make %.0f: other things run"
                        + " beside it, or it is a slower machine. This run says nothing about the goals:"
                        + " measure again on two quiet cores.")
                    .formatted(leastPerSecond, LEAST_PER_SECOND)));
  }

  private static Stream<Ratio> ratios(Measured measured, WholeCycle.Found found, Figure lagP99) {
    Costs whole = found.whole();
    Costs worker = measured.worker();
    Costs same = measured.same();
    return Stream.of(
        Ratio.of(
            "least loop / 15,000 per second",
            measured.least().median(Cost::perSecond) / LEAST_PER_SECOND,
            Goal.atLeast(1)),
        Ratio.of(
            "worker / loop with the same records, per second",
            worker.over(same, Cost::perSecond),
            Goal.atLeast(GOAL)),
        Ratio.moreIsBetter(
            "worker / loop with the same records, per core", worker.over(same, Cost::perCore)),
        Ratio.told(
            "worker / loop with the same records, per core with broker",
            worker.over(same, Cost::perCoreWithBroker)),
        Ratio.told(
            "worker / least loop, per second", worker.over(measured.least(), Cost::perSecond)),
        Ratio.of(
            "lag p99 at half of the peak / commit interval",
            lagP99.median() / COMMIT_INTERVAL_MS,
            Goal.atMost(LAG_GOAL)),
        Ratio.of(
            "whole cycle / loop with the same records, per second",
            whole.over(found.same(), Cost::perSecond),
            Goal.atLeast(WHOLE_GOAL)),
        Ratio.moreIsBetter(
            "whole cycle / loop with the same records, per core",
            whole.over(found.same(), Cost::perCore)),
        Ratio.told(
            "whole cycle / loop with the billing run's records, per second",
            whole.over(same, Cost::perSecond)),
        Ratio.of(
            "whole cycle / Kill Bill's 42 per second",
            whole.median(Cost::perSecond) / KILL_BILL_PER_SECOND,
            Goal.atLeast(KILL_BILL_GOAL)),
        Ratio.told(
            "whole cycle, signed RSA256 and v1 / Kill Bill's 42 per second",
            found.withRsa().median(Cost::perSecond) / KILL_BILL_PER_SECOND),
        Ratio.told(
            "Kill Bill's 42 core-ms / whole cycle with broker",
            KILL_BILL_CORE_MICROS
                / (whole.median(Cost::coreMicros) + whole.median(Cost::brokerMicros))));
  }

  private static Figure lagFigure(List<Histogram> lags, double percentile) {
    return Figure.of(
        "due to request at half of the peak, p%.0f".formatted(percentile),
        "ms",
        lags,
        lag -> lag.getValueAtPercentile(percentile));
  }
}
