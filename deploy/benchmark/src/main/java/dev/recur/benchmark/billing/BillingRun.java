package dev.recur.benchmark.billing;

import dev.recur.benchmark.Benchmark;
import dev.recur.benchmark.Session;
import dev.recur.benchmark.bare.CycleLoopProcess;
import dev.recur.benchmark.bare.CycleShape;
import dev.recur.benchmark.report.Figure;
import dev.recur.benchmark.report.Goal;
import dev.recur.benchmark.report.Ratio;
import dev.recur.benchmark.report.Result;
import dev.recur.benchmark.rig.BareTopics;
import dev.recur.benchmark.rig.Cost;
import dev.recur.benchmark.rig.Jvm;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.WorkerRig;
import dev.recur.benchmark.rig.Written;
import dev.recur.local.process.LocalKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Due cycles decided and requested per second, beside a bare loop in Kafka's transactions that
 * writes as many records of the same size, and beside the least that any billing run has to write.
 */
public final class BillingRun implements Benchmark {

  private static final List<String> CLIENTS = List.of("BILLING");
  private static final Duration REST = Duration.ofSeconds(2);
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

  private record Load(int cohort, int warmUps, int repetitions, int rounds, Duration lagTime) {
    static Load of(boolean isShort) {
      return isShort
          ? new Load(8_000, 3, 2, 3, Duration.ofSeconds(4))
          : new Load(60_000, 3, 5, 3, Duration.ofSeconds(30));
    }

    /**
     * How often a loop makes a cohort due in a round, warm-ups being those below 0. They warm it up
     * by as many cycles as the worker, which has had one cohort before the first.
     */
    int loopRounds(int round) {
      if (round >= 0) {
        return rounds;
      }
      return round == -warmUps ? 2 : 1;
    }
  }

  /** What is measured of each side. */
  private record Samples(List<Cost> least, List<Cost> same, List<Cost> worker, List<Cost> whole) {
    Samples() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
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
      LocalKafka kafka = processes.add(LocalKafka.start(session.directory().resolve("kafka")));
      Map<String, Object> consumer = BareTopics.settings(kafka).consumer();
      WorkerRig worker =
          processes.add(
              WorkerRig.start(
                  kafka, session.directory(), Map.of("RECUR_CHANNEL_ENABLED", "false")));
      try (Cohorts cohorts = new Cohorts(kafka, worker, REST, processes)) {
        CycleRecords records = records(load.cohort(), cohorts, consumer);
        session.says("a cycle writes " + records.inWords());
        CycleLoopProcess least =
            CycleLoopProcess.start(
                "least-loop",
                kafka,
                session.directory(),
                CycleShape.least(),
                load.cohort(),
                consumer,
                processes);
        CycleLoopProcess same =
            CycleLoopProcess.start(
                "same-loop",
                kafka,
                session.directory(),
                records.shape(),
                load.cohort(),
                consumer,
                processes);
        Samples samples = new Samples();
        for (int n = -load.warmUps(); n < load.repetitions(); n++) {
          session.says(
              n < 0 ? "warming up" : "round %d of %d".formatted(n + 1, load.repetitions()));
          Samples into = n < 0 ? new Samples() : samples;
          long broker = kafka.broker().pid();
          int rounds = load.loopRounds(n);
          into.least()
              .add(
                  said(
                      session,
                      "least loop",
                      Cost.of(least.pid(), broker, () -> least.run(rounds, processes))));
          into.same()
              .add(
                  said(
                      session,
                      "loop with the same records",
                      Cost.of(same.pid(), broker, () -> same.run(rounds, processes))));
          Instant due = cohorts.bringIn(CLIENTS, load.cohort());
          into.worker().add(said(session, "worker", cohorts.run(load.cohort(), due)));
        }
        double peak = median(samples.worker(), Cost::perSecond);
        Histogram lag = Lag.measure(cohorts, worker, kafka, peak / 2, load.lagTime(), processes);
        int lagged = (int) lag.getTotalCount();
        session.says("lag at half of that: p99 %d ms".formatted(lag.getValueAtPercentile(99)));
        worker.close();
        int asked = (1 + load.warmUps() + load.repetitions()) * load.cohort() + lagged;
        WholeCycle whole = WholeCycle.start(session, kafka, asked, processes);
        samples.whole().addAll(whole.run(session, load.cohort(), load.repetitions()));
        return result(session, load, records, samples, lag);
      }
    }
  }

  /** What the first cohort writes. */
  private static CycleRecords records(int count, Cohorts cohorts, Map<String, Object> consumer) {
    Instant due = cohorts.bringIn(CLIENTS, count);
    Written.Mark mark = Written.Mark.now(consumer, CycleRecords.topics());
    var _ = cohorts.run(count, due);
    return new CycleRecords(count, Written.since(mark, consumer));
  }

  private static Cost said(Session session, String what, Cost cost) {
    session.says(
        String.format(
            Locale.ROOT,
            "  %s: %.0f per second, %.0f core-µs and %.0f of the broker each",
            what,
            cost.perSecond(),
            cost.coreMicros(),
            cost.brokerMicros()));
    return cost;
  }

  private static Result result(
      Session session, Load load, CycleRecords records, Samples samples, Histogram lag) {
    double leastPerSecond = median(samples.least(), Cost::perSecond);
    List<Figure> figures = new ArrayList<>();
    figures(figures, "least loop", samples.least());
    figures(figures, "loop with the same records", samples.same());
    figures(figures, "worker", samples.worker());
    figures.add(lagFigure(lag, 50));
    figures.add(lagFigure(lag, 99));
    figures(figures, "whole cycle, worker and notifier", samples.whole());
    figures.add(new Figure("records of a cycle", "records", List.of(records.records())));
    figures.add(new Figure("records of a cycle", "bytes", List.of(records.bytes())));
    return new Result(
        "billing",
        ("%d cycles due at once, decided and requested; beside a bare Streams loop (EOS v2, the"
                + " worker's settings) with the same records, and with the least: three changelog"
                + " writes and two outputs of 300 bytes; the whole cycle with a channel that says"
                + " yes at once and 4 merchants with an endpoint each, signed v1; %d partitions, 2 stream threads, %d MiB"
                + " heap, one broker, interleaved, medians; the goals count where the least loop"
                + " makes %.0f per second%s")
            .formatted(
                load.cohort(),
                LocalKafka.SUBSCRIPTION_PARTITIONS,
                Jvm.HEAP_MB,
                LEAST_PER_SECOND,
                session.isShort() ? "; SHORT FORM" : ""),
        figures,
        ratios(samples, lag, leastPerSecond >= LEAST_PER_SECOND),
        leastPerSecond >= LEAST_PER_SECOND
            ? List.of()
            : List.of(
                ("The least loop makes %.0f per second and has to make %.0f: other things run"
                        + " beside it, or it is a slower machine. This run says nothing about the goals:"
                        + " measure again on two quiet cores.")
                    .formatted(leastPerSecond, LEAST_PER_SECOND)));
  }

  /**
   * All of them.
   *
   * @param counts whether this run says anything about the goals, which are all by the clock
   */
  private static List<Ratio> ratios(Samples samples, Histogram lag, boolean counts) {
    return Stream.of(
            Ratio.of(
                "least loop / 15,000 per second",
                median(samples.least(), Cost::perSecond) / LEAST_PER_SECOND,
                Goal.atLeast(1)),
            Ratio.of(
                "worker / loop with the same records, per second",
                ratio(samples, Cost::perSecond),
                Goal.atLeast(GOAL)),
            Ratio.told(
                "worker / loop with the same records, per core", ratio(samples, Cost::perCore)),
            Ratio.told(
                "worker / loop with the same records, per core with broker",
                ratio(samples, Cost::perCoreWithBroker)),
            Ratio.told(
                "worker / least loop, per second",
                median(samples.worker(), Cost::perSecond)
                    / median(samples.least(), Cost::perSecond)),
            Ratio.of(
                "lag p99 at half of the peak / commit interval",
                lag.getValueAtPercentile(99) / COMMIT_INTERVAL_MS,
                Goal.atMost(LAG_GOAL)),
            Ratio.of(
                "whole cycle / loop with the same records, per second",
                median(samples.whole(), Cost::perSecond) / median(samples.same(), Cost::perSecond),
                Goal.atLeast(WHOLE_GOAL)),
            Ratio.of(
                "whole cycle / Kill Bill's 42 per second",
                median(samples.whole(), Cost::perSecond) / KILL_BILL_PER_SECOND,
                Goal.atLeast(KILL_BILL_GOAL)),
            Ratio.told(
                "Kill Bill's 42 core-ms / whole cycle with broker",
                KILL_BILL_CORE_MICROS
                    / (median(samples.whole(), Cost::coreMicros)
                        + median(samples.whole(), Cost::brokerMicros))))
        .map(ratio -> ratio.countingIf(counts))
        .toList();
  }

  private static Figure lagFigure(Histogram lag, double percentile) {
    return new Figure(
        "due to request at half of the peak, p%.0f".formatted(percentile),
        "ms",
        List.of((double) lag.getValueAtPercentile(percentile)));
  }

  private static double ratio(Samples samples, ToDoubleFunction<Cost> of) {
    return median(samples.worker(), of) / median(samples.same(), of);
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> of) {
    return Figure.median(costs.stream().map(of::applyAsDouble).toList());
  }

  private static void figures(List<Figure> into, String name, List<Cost> costs) {
    into.add(figure(name, "cycles per second", costs, Cost::perSecond));
    into.add(figure(name, "core-µs per cycle", costs, Cost::coreMicros));
    into.add(figure(name + ", broker", "core-µs per cycle", costs, Cost::brokerMicros));
  }

  private static Figure figure(
      String name, String unit, List<Cost> costs, ToDoubleFunction<Cost> of) {
    return new Figure(name, unit, costs.stream().map(of::applyAsDouble).toList());
  }
}
