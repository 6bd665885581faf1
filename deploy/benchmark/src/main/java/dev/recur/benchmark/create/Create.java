package dev.recur.benchmark.create;

import dev.recur.benchmark.Benchmark;
import dev.recur.benchmark.Session;
import dev.recur.benchmark.bare.RoundTripProcesses;
import dev.recur.benchmark.create.LoadProcess.Told;
import dev.recur.benchmark.report.Figure;
import dev.recur.benchmark.report.Goal;
import dev.recur.benchmark.report.Ratio;
import dev.recur.benchmark.report.Result;
import dev.recur.benchmark.rig.BareTopics;
import dev.recur.benchmark.rig.CommittedReader;
import dev.recur.benchmark.rig.Cost;
import dev.recur.benchmark.rig.Jvm;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.ServiceRig;
import dev.recur.benchmark.rig.Template;
import dev.recur.benchmark.rig.WorkerRig;
import dev.recur.local.process.LocalKafka;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * A merchant's {@code create}, from its signed request to its signed answer: subscription-service
 * and worker, beside a server that verifies, parses and signs nothing and a topology that decides
 * nothing.
 */
public final class Create implements Benchmark {

  private static final double LATENCY_GOAL = 1.5;
  private static final double PEAK_GOAL = 0.6;

  /** Part of the peak that the open load asks for. */
  private static final double SHARE_OF_PEAK = 0.5;

  /**
   * Answers come with the transactions: with few in flight the peak would be their number by the
   * commit interval, on both sides.
   */
  private static final int IN_FLIGHT = 512;

  /** What the bare ones write is taken from so many. */
  private static final int PATTERNS = 256;

  private static final Duration READ_WITHIN = Duration.ofSeconds(30);
  private static final double MICROS_PER_MS = 1e3;

  /** What HTTP itself puts into an answer. */
  private static final Set<String> OF_THE_SERVER =
      Set.of("content-length", "content-type", "date", "connection");

  /**
   * How much is done.
   *
   * @param count requests of a closed load
   * @param time of an open load
   */
  private record Load(int warmUps, int repetitions, int count, Duration time) {
    static Load of(boolean isShort) {
      return isShort
          ? new Load(3, 3, 5_000, Duration.ofSeconds(8))
          : new Load(4, 5, 15_000, Duration.ofSeconds(30));
    }
  }

  /** One of the two that are compared, and what was found of it. */
  private record Side(
      String name, int port, List<Long> pids, List<Cost> peak, List<Told> open, List<Cost> half) {
    Side(String name, int port, List<Long> pids) {
      this(name, port, pids, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    double peakMedian(ToDoubleFunction<Cost> of) {
      return Figure.median(peak.stream().map(of::applyAsDouble).toList());
    }

    double openMedian(ToDoubleFunction<Told> of) {
      return Figure.median(open.stream().map(of::applyAsDouble).toList());
    }
  }

  /** What all measurements share. */
  private record Rig(
      Session session,
      Processes processes,
      LocalKafka kafka,
      LoadProcess load,
      Side mine,
      Side bare) {

    /** The same two, another one first each time. */
    List<Side> sides(int round) {
      return round % 2 == 0 ? List.of(mine, bare) : List.of(bare, mine);
    }
  }

  @Override
  public String name() {
    return "create";
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
      ServiceRig service = processes.add(ServiceRig.start(kafka, session.directory()));
      LoadProcess generator =
          processes.add(LoadProcess.start(service, session.directory(), processes));
      session.says("broker, registry, worker and subscription-service are up");
      RoundTripProcesses bare =
          processes.add(
              RoundTripProcesses.start(
                  kafka, session.directory(), patterns(kafka, service, generator, processes)));
      Rig rig =
          new Rig(
              session,
              processes,
              kafka,
              generator,
              new Side("create", service.gatewayPort(), List.of(service.pid(), worker.pid())),
              new Side("bare round trip", bare.port(), bare.pids()));
      for (int n = -load.warmUps(); n < load.repetitions(); n++) {
        peak(rig, load.count(), n);
      }
      double rate = rig.mine().peakMedian(Cost::perSecond) * SHARE_OF_PEAK;
      session.says(String.format(Locale.ROOT, "half of the peak: %.0f per second", rate));
      for (int n = 0; n < load.repetitions(); n++) {
        latency(rig, rate, load.time(), n);
      }
      return result(session, load, rate, rig.mine(), rig.bare());
    }
  }

  /** What the subscription-service and the worker write, from some requests. */
  private static RoundTripProcesses.Patterns patterns(
      LocalKafka kafka, ServiceRig service, LoadProcess load, Processes processes) {
    Map<String, Object> consumer = BareTopics.settings(kafka).consumer();
    try (CommittedReader commands =
            CommittedReader.eager(consumer, Topics.SUBSCRIPTION_COMMANDS.name());
        CommittedReader replies = CommittedReader.eager(consumer, Topics.COMMAND_REPLIES.name())) {
      load.connect(service.gatewayPort(), IN_FLIGHT);
      load.prepare(PATTERNS);
      Told _ = load.closed();
      List<Template> asked = templates(commands, processes);
      List<Template> replied = templates(replies, processes);
      load.prepare(1);
      LoadProcess.Sample sample = load.sample();
      Map<String, String> headers = new HashMap<>(sample.headers());
      headers.keySet().removeAll(OF_THE_SERVER);
      return new RoundTripProcesses.Patterns(asked, replied, headers, sample.body());
    }
  }

  private static List<Template> templates(CommittedReader reader, Processes processes) {
    List<Template> templates = new ArrayList<>();
    reader.await(PATTERNS, READ_WITHIN, processes, record -> templates.add(Template.of(record)));
    return templates;
  }

  /** The same requests to both, one after the other, as fast as they are answered. */
  private static void peak(Rig rig, int count, int round) {
    rig.session().says(round < 0 ? "warming up" : "peak, round " + (round + 1));
    rig.load().prepare(count);
    for (Side side : rig.sides(round)) {
      rig.load().connect(side.port(), IN_FLIGHT);
      Cost cost =
          Cost.of(
              side.pids(),
              rig.kafka().broker().pid(),
              () -> {
                Told told = rig.load().closed();
                return told.count();
              });
      said(rig.session(), side, cost);
      if (round >= 0) {
        side.peak().add(cost);
      }
    }
  }

  /** The same requests to both, one after the other, at the same rate. */
  private static void latency(Rig rig, double rate, Duration time, int round) {
    rig.session().says("open load, round " + (round + 1));
    rig.load().prepare((int) (rate * time.toMillis() / 1e3));
    for (Side side : rig.sides(round)) {
      rig.load().connect(side.port(), IN_FLIGHT);
      List<Told> told = new ArrayList<>();
      Cost cost =
          Cost.of(
              side.pids(),
              rig.kafka().broker().pid(),
              () -> {
                told.add(rig.load().open(rate));
                return told.getFirst().count();
              });
      side.half().add(cost);
      side.open().addAll(told);
      said(rig.session(), side, cost);
      rig.session()
          .says(
              String.format(
                  Locale.ROOT,
                  "  %s: p50 %.1f ms, p99 %.1f ms",
                  side.name(),
                  told.getFirst().p50Micros() / MICROS_PER_MS,
                  told.getFirst().p99Micros() / MICROS_PER_MS));
    }
  }

  private static void said(Session session, Side side, Cost cost) {
    session.says(
        String.format(
            Locale.ROOT,
            "  %s: %.0f per second, %.0f core-µs and %.0f of the broker each",
            side.name(),
            cost.perSecond(),
            cost.coreMicros(),
            cost.brokerMicros()));
  }

  private static Result result(Session session, Load load, double rate, Side mine, Side bare) {
    List<Figure> figures = new ArrayList<>();
    for (Side side : List.of(bare, mine)) {
      figures.add(costs(side.name() + ", peak", "per second", side.peak(), Cost::perSecond));
      figures.add(
          costs(side.name() + ", at its peak", "core-µs each", side.peak(), Cost::coreMicros));
      figures.add(
          costs(
              side.name() + ", at its peak, broker",
              "core-µs each",
              side.peak(),
              Cost::brokerMicros));
      figures.add(
          costs(side.name() + ", open load", "core-µs each", side.half(), Cost::coreMicros));
      figures.add(latencies(side.name() + ", open load, p50", side.open(), Told::p50Micros));
      figures.add(latencies(side.name() + ", open load, p99", side.open(), Told::p99Micros));
    }
    return new Result(
        "create",
        String.format(
            Locale.ROOT,
            "signed requests over HTTPS to subscription-service and worker, beside the same bytes"
                + " to a bare server and a do-nothing topology (EOS v2, the same settings); peak:"
                + " %d requests, closed, %d connections; latency: open model, %.0f per second (half"
                + " of create's peak) to both, %d s each, from the moment a request is due;"
                + " interleaved, medians; %d MiB heap each, one broker%s",
            load.count(),
            IN_FLIGHT,
            rate,
            load.time().toSeconds(),
            Jvm.HEAP_MB,
            session.isShort() ? "; SHORT FORM" : ""),
        figures,
        List.of(
            Ratio.of(
                "create p50 / bare round trip, at half of the peak",
                mine.openMedian(Told::p50Micros) / bare.openMedian(Told::p50Micros),
                Goal.atMost(LATENCY_GOAL)),
            Ratio.of(
                "create p99 / bare round trip, at half of the peak",
                mine.openMedian(Told::p99Micros) / bare.openMedian(Told::p99Micros),
                Goal.atMost(LATENCY_GOAL)),
            Ratio.of(
                "create peak / bare round trip, per second",
                mine.peakMedian(Cost::perSecond) / bare.peakMedian(Cost::perSecond),
                Goal.atLeast(PEAK_GOAL)),
            Ratio.told(
                "create peak / bare round trip, per core",
                mine.peakMedian(Cost::perCore) / bare.peakMedian(Cost::perCore)),
            Ratio.told(
                "create peak / bare round trip, per core with broker",
                mine.peakMedian(Cost::perCoreWithBroker)
                    / bare.peakMedian(Cost::perCoreWithBroker))));
  }

  private static Figure costs(
      String name, String unit, List<Cost> costs, ToDoubleFunction<Cost> of) {
    return new Figure(name, unit, costs.stream().map(of::applyAsDouble).toList());
  }

  private static Figure latencies(String name, List<Told> told, ToDoubleFunction<Told> of) {
    return new Figure(
        name, "ms", told.stream().map(it -> of.applyAsDouble(it) / MICROS_PER_MS).toList());
  }
}
