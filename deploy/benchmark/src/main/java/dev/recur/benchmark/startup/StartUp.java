package dev.recur.benchmark.startup;

import dev.recur.benchmark.Benchmark;
import dev.recur.benchmark.Session;
import dev.recur.benchmark.report.Figure;
import dev.recur.benchmark.report.Goal;
import dev.recur.benchmark.report.Ratio;
import dev.recur.benchmark.report.Result;
import dev.recur.benchmark.rig.Cpu;
import dev.recur.benchmark.rig.Processes;
import dev.recur.local.process.AotCache;
import dev.recur.local.process.ChildProcess;
import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.LocalKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** From the start of a process until it is ready, with its AOT cache beside without. */
public final class StartUp implements Benchmark {

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final double GOAL = 0.6;
  private static final int SHORT_REPETITIONS = 3;
  private static final int REPETITIONS = 9;

  /**
   * One start.
   *
   * @param seconds until it is ready
   * @param coreSeconds of processor time until then
   */
  private record Start(double seconds, double coreSeconds) {
    static Start of(ChildSpec spec) {
      long begin = System.nanoTime();
      try (ChildProcess process = ChildProcess.start(spec)) {
        process.awaitReady(READY_WITHIN);
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Start(seconds, Cpu.of(process.pid()).toMillis() / 1e3);
      }
    }
  }

  /**
   * The starts of a program.
   *
   * @param trainingCoreSeconds what it takes to make its cache, a recorded start included
   */
  private record Starts(
      Program program, double trainingCoreSeconds, List<Start> with, List<Start> without) {

    double ratio(ToDoubleFunction<Start> of) {
      return median(with, of) / median(without, of);
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> of) {
      return Figure.median(starts.stream().map(of::applyAsDouble).toList());
    }
  }

  @Override
  public String name() {
    return "start-up";
  }

  @Override
  public Result run(Session session) {
    int repetitions = session.isShort() ? SHORT_REPETITIONS : REPETITIONS;
    Path directory = session.directory();
    try (Processes processes = new Processes()) {
      LocalKafka kafka = processes.add(LocalKafka.start(directory.resolve("kafka")));
      List<Starts> starts = new ArrayList<>();
      for (Program program : Program.all(kafka, directory)) {
        starts.add(starts(session, program, repetitions));
      }
      return result(session, starts);
    }
  }

  private static Starts starts(Session session, Program program, int repetitions) {
    AotCache cache = AotCache.of(session.directory().resolve("aot"), program.spec());
    // A program's first start of all makes its topics and its group.
    var _ = Start.of(program.spec());
    Duration before = Cpu.ofEndedChildren();
    var _ = cache.train(READY_WITHIN);
    double training = Cpu.ofEndedChildren().minus(before).toMillis() / 1e3;
    Starts starts = new Starts(program, training, new ArrayList<>(), new ArrayList<>());
    for (int n = 0; n < repetitions; n++) {
      starts.with().add(Start.of(cache.use()));
      starts.without().add(Start.of(program.spec()));
      session.says(
          String.format(
              Locale.ROOT,
              "  %s: ready after %.2f s with its cache and %.2f s without",
              program.name(),
              starts.with().getLast().seconds(),
              starts.without().getLast().seconds()));
    }
    return starts;
  }

  private static Result result(Session session, List<Starts> all) {
    List<Figure> figures = new ArrayList<>();
    List<Ratio> ratios = new ArrayList<>();
    for (Starts starts : all) {
      String name = starts.program().name();
      figures.add(figure(name + ", with cache", "s", starts.with(), Start::seconds));
      figures.add(figure(name + ", without", "s", starts.without(), Start::seconds));
      figures.add(figure(name + ", with cache", "core-s", starts.with(), Start::coreSeconds));
      figures.add(figure(name + ", without", "core-s", starts.without(), Start::coreSeconds));
      figures.add(
          new Figure(
              name + ", training its cache", "core-s", List.of(starts.trainingCoreSeconds())));
      String toReady = name + ", time to ready with cache / without";
      double ratio = starts.ratio(Start::seconds);
      ratios.add(
          starts.program().hasGoal()
              ? Ratio.of(toReady, ratio, Goal.atMost(GOAL))
              : Ratio.told(toReady, ratio));
      ratios.add(
          Ratio.told(
              name + ", processor time to ready with cache / without",
              starts.ratio(Start::coreSeconds)));
    }
    return new Result(
        "start-up",
        "from the start of the process until it is ready, beside a broker and a registry that run;"
            + " services with both compilers, the others with the local stack's flags; by turns,"
            + " medians"
            + (session.isShort() ? "; SHORT FORM" : ""),
        figures,
        ratios);
  }

  private static Figure figure(
      String name, String unit, List<Start> starts, ToDoubleFunction<Start> of) {
    return new Figure(name, unit, starts.stream().map(of::applyAsDouble).toList());
  }
}
