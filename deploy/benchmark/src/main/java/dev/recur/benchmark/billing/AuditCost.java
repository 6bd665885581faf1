package dev.recur.benchmark.billing;

import dev.recur.benchmark.Benchmark;
import dev.recur.benchmark.Session;
import dev.recur.benchmark.report.Figure;
import dev.recur.benchmark.report.Ratio;
import dev.recur.benchmark.report.Result;
import dev.recur.benchmark.rig.Cost;
import dev.recur.benchmark.rig.Processes;
import dev.recur.local.process.LocalKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What the audit costs the notifier, in whose process it is: processor time of a delivery with it
 * and without. Each of the two has a broker, a worker and a channel of its own, which do the same,
 * so that the audit reads what it reads in production: requests and results beside the events.
 */
public final class AuditCost implements Benchmark {

  private record Load(int cohort, int warmUps, int repetitions) {
    static Load of(boolean isShort) {
      return isShort ? new Load(6_000, 2, 3) : new Load(30_000, 3, 5);
    }
  }

  /** One of the two, and what was found of it. */
  private record Side(String name, WholeCycle cycle, Cohorts cohorts, List<Cost> costs) {}

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
        Side audited = new Side("with the audit", with, withs, new ArrayList<>());
        Side bare = new Side("without", without, withouts, new ArrayList<>());
        for (int n = -load.warmUps(); n < load.repetitions(); n++) {
          session.says(
              n < 0 ? "warming up" : "round %d of %d".formatted(n + 1, load.repetitions()));
          for (Side side : n % 2 == 0 ? List.of(audited, bare) : List.of(bare, audited)) {
            Cost cost = said(session, side, side.cycle().ofNotifier(side.cohorts(), load.cohort()));
            if (n >= 0) {
              side.costs().add(cost);
            }
          }
        }
        return result(session, load, audited, bare);
      }
    }
  }

  private static WholeCycle start(
      Session session, String name, boolean isAudited, Processes processes) {
    try {
      Path directory = Files.createDirectories(session.directory().resolve(name));
      LocalKafka kafka = processes.add(LocalKafka.start(directory.resolve("kafka")));
      return WholeCycle.start(
          new Session(directory, session.isShort(), session.progress()),
          kafka,
          0,
          Map.of("RECUR_AUDIT_ENABLED", Boolean.toString(isAudited)),
          processes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Cost said(Session session, Side side, Cost cost) {
    session.says(
        String.format(
            Locale.ROOT,
            "  notifier %s: %.0f core-µs and %.0f of the broker for each of %d deliveries",
            side.name(),
            cost.coreMicros(),
            cost.brokerMicros(),
            cost.units()));
    return cost;
  }

  private static Result result(Session session, Load load, Side with, Side without) {
    List<Figure> figures = new ArrayList<>();
    for (Side side : List.of(without, with)) {
      figures.add(figure("notifier " + side.name(), side, Cost::coreMicros));
      figures.add(figure("broker, notifier " + side.name(), side, Cost::brokerMicros));
    }
    return new Result(
        "audit",
        ("cohorts of %d cycles due at once, charged by a channel that says yes at once and delivered"
                + " to merchants that acknowledge at once; two brokers, workers and notifiers, of"
                + " which one audits, by turns; processor time until nothing happens any more,"
                + " medians%s")
            .formatted(load.cohort(), session.isShort() ? "; SHORT FORM" : ""),
        figures,
        List.of(
            Ratio.told(
                "notifier with the audit / without, processor time per delivery",
                median(with, Cost::coreMicros) / median(without, Cost::coreMicros))));
  }

  private static Figure figure(String name, Side side, ToDoubleFunction<Cost> of) {
    return new Figure(name, "core-µs per delivery", samples(side, of));
  }

  private static double median(Side side, ToDoubleFunction<Cost> of) {
    return Figure.median(samples(side, of));
  }

  private static List<Double> samples(Side side, ToDoubleFunction<Cost> of) {
    return side.costs().stream().map(of::applyAsDouble).toList();
  }
}
