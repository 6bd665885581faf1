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
import dev.recur.benchmark.rig.Costs;
import dev.recur.benchmark.rig.Costs.Unit;
import dev.recur.benchmark.rig.Jvm;
import dev.recur.benchmark.rig.Processes;
import dev.recur.benchmark.rig.ServiceRig;
import dev.recur.benchmark.rig.Template;
import dev.recur.benchmark.rig.Turns;
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
import java.util.stream.Stream;

/**
 * A merchant's {@code create}, from its signed request to its signed answer: subscription-service
 * and worker, beside a server that parses nothing and a topology that decides nothing. The server
 * is measured twice: while it verifies and signs nothing, and while it does both. The contract asks
 * for two signatures a request, which cost more processor time than all that is bare, so that the
 * peak is held against the one that has them, too.
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
   * @param warmUps rounds of the closed load that do not count
   * @param openWarmUps of the open one, which is compiled for anew: its batches are smaller
   * @param count requests of a closed load
   * @param time of an open load
   */
  private record Load(int warmUps, int openWarmUps, int repetitions, int count, Duration time) {
    static Load of(boolean isShort) {
      return isShort
          ? new Load(4, 1, 3, 10_000, Duration.ofSeconds(8))
          : new Load(4, 1, 5, 15_000, Duration.ofSeconds(30));
    }
  }

  /**
   * One of those that are compared, and what was found of it.
   *
   * @param setUp has it do what it is measured for
   * @param half costs at half of create's peak
   */
  record Side(
      String name,
      int port,
      List<Long> pids,
      Runnable setUp,
      Costs peak,
      Costs half,
      List<Told> open) {

    Side(String name, int port, List<Long> pids, Runnable setUp) {
      this(
          name,
          port,
          pids,
          setUp,
          new Costs(name + ", peak", Unit.REQUEST),
          new Costs(name + ", open load", Unit.REQUEST),
          new ArrayList<>());
    }

    private double open(ToDoubleFunction<Told> of) {
      return Figure.median(open, of);
    }

    private List<Figure> figures() {
      return List.of(
          peak.perSecond(),
          peak.coreMicros(),
          peak.brokerMicros(),
          half.coreMicros(),
          latency("p50", Told::p50Micros),
          latency("p99", Told::p99Micros));
    }

    private Figure latency(String what, ToDoubleFunction<Told> of) {
      return Figure.of(
          "%s, %s".formatted(half.name(), what),
          "ms",
          open,
          it -> of.applyAsDouble(it) / MICROS_PER_MS);
    }
  }

  /**
   * Those that are compared.
   *
   * @param bare verifies and signs nothing
   * @param signing the same process while it does
   */
  record Sides(Side mine, Side bare, Side signing) {

    /** Another one first in each round. */
    private List<Side> inRound(int round) {
      return Turns.rotated(List.of(mine, bare, signing), round);
    }
  }

  /** What all measurements share. */
  private record Rig(Session session, LocalKafka kafka, LoadProcess load, Sides sides) {

    /** The next requests go to one of them, over connections of its own. */
    Cost.Meter begin(Side side) {
      side.setUp().run();
      load.connect(side.port(), IN_FLIGHT);
      return Cost.begin(side.pids(), kafka.broker().pid());
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
      LocalKafka kafka = session.kafka(processes);
      WorkerRig worker =
          processes.add(WorkerRig.start(kafka, session.directory(), WorkerRig.WITHOUT_CHANNEL));
      ServiceRig service = processes.add(ServiceRig.start(kafka, session.directory()));
      LoadProcess generator =
          processes.add(LoadProcess.start(service, session.directory(), processes));
      session.says("broker, registry, worker and subscription-service are up");
      RoundTripProcesses bare =
          processes.add(
              RoundTripProcesses.start(
                  kafka,
                  session.directory(),
                  patterns(kafka, service, generator, processes),
                  service.merchant().getPublic()));
      Sides sides =
          new Sides(
              new Side(
                  "create", service.gatewayPort(), List.of(service.pid(), worker.pid()), () -> {}),
              new Side("bare round trip", bare.port(), bare.pids(), () -> bare.sign(false)),
              new Side(
                  "bare round trip that signs", bare.port(), bare.pids(), () -> bare.sign(true)));
      Rig rig = new Rig(session, kafka, generator, sides);
      session.rounds(load.warmUps(), load.repetitions(), round -> peak(rig, load.count(), round));
      double rate = sides.mine().peak().median(Cost::perSecond) * SHARE_OF_PEAK;
      session.says(String.format(Locale.ROOT, "half of the peak: %.0f per second", rate));
      session.rounds(
          load.openWarmUps(), load.repetitions(), round -> latency(rig, rate, load.time(), round));
      return result(session, load, rate, sides);
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

  /** As fast as they are answered. */
  private static void peak(Rig rig, int count, int round) {
    rig.load().prepare(count);
    for (Side side : rig.sides().inRound(round)) {
      Cost.Meter meter = rig.begin(side);
      Told told = rig.load().closed();
      rig.session().found(round, side.peak(), meter.end(told.count()));
    }
  }

  /** At the same rate. */
  private static void latency(Rig rig, double rate, Duration time, int round) {
    rig.load().prepare((int) (rate * time.toMillis() / 1e3));
    for (Side side : rig.sides().inRound(round)) {
      Cost.Meter meter = rig.begin(side);
      Told told = rig.load().open(rate);
      rig.session().found(round, side.half(), meter.end(told.count()));
      if (round >= 0) {
        side.open().add(told);
      }
      rig.session()
          .says(
              String.format(
                  Locale.ROOT,
                  "  %s: p50 %.1f ms, p99 %.1f ms",
                  side.half().name(),
                  told.p50Micros() / MICROS_PER_MS,
                  told.p99Micros() / MICROS_PER_MS));
    }
  }

  private static Result result(Session session, Load load, double rate, Sides sides) {
    return new Result(
        "create",
        String.format(
            Locale.ROOT,
            "signed requests over HTTPS to subscription-service and worker, beside the same bytes"
                + " to a bare server and a do-nothing topology (EOS v2, the same settings), once"
                + " without any signature and once with those that the contract asks for: SHA256"
                + " with RSA, 2048 bits, by the same classes; the peak is held against the one that"
                + " signs, latency against the one that does not; peak: %d requests, closed, %d"
                + " connections; latency: open model, %.0f per second (half of create's peak) to"
                + " each, %d s each, from the moment a request is due; interleaved, medians; %d MiB"
                + " heap each, one broker%s",
            load.count(),
            IN_FLIGHT,
            rate,
            load.time().toSeconds(),
            Jvm.HEAP_MB,
            session.form()),
        Stream.of(sides.bare(), sides.signing(), sides.mine())
            .flatMap(side -> side.figures().stream())
            .toList(),
        ratios(sides));
  }

  /** The goals, each beside what the other of the two bare ones says. */
  static List<Ratio> ratios(Sides sides) {
    Side mine = sides.mine();
    Side bare = sides.bare();
    Side signing = sides.signing();
    return List.of(
        Ratio.of(
            "create p50 / bare round trip, at half of the peak",
            mine.open(Told::p50Micros) / bare.open(Told::p50Micros),
            Goal.atMost(LATENCY_GOAL)),
        Ratio.told(
            "create p50 / bare round trip that signs",
            mine.open(Told::p50Micros) / signing.open(Told::p50Micros)),
        Ratio.of(
            "create p99 / bare round trip, at half of the peak",
            mine.open(Told::p99Micros) / bare.open(Told::p99Micros),
            Goal.atMost(LATENCY_GOAL)),
        Ratio.told(
            "create p99 / bare round trip that signs",
            mine.open(Told::p99Micros) / signing.open(Told::p99Micros)),
        Ratio.of(
            "create peak / bare round trip that signs, per second",
            mine.peak().over(signing.peak(), Cost::perSecond),
            Goal.atLeast(PEAK_GOAL)),
        Ratio.told(
            "create peak / bare round trip, per second",
            mine.peak().over(bare.peak(), Cost::perSecond)),
        Ratio.moreIsBetter(
            "create peak / bare round trip that signs, per core",
            mine.peak().over(signing.peak(), Cost::perCore)),
        Ratio.told(
            "create peak / bare round trip, per core",
            mine.peak().over(bare.peak(), Cost::perCore)),
        Ratio.told(
            "create peak / bare round trip that signs, with broker",
            mine.peak().over(signing.peak(), Cost::perCoreWithBroker)));
  }
}
