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

  /** Of what has no goal, in the short form. */
  private static final int SHORT_REPETITIONS_TOLD = 1;

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
      return Figure.median(with, of) / Figure.median(without, of);
    }
  }

  @Override
  public String name() {
    return "start-up";
  }

  @Override
  public Result run(Session session) {
    try (Processes processes = new Processes()) {
      LocalKafka kafka = session.kafka(processes);
      session.says("broker and registry are up");
      List<Starts> starts = new ArrayList<>();
      List<Program> programs = Program.all(kafka, session.directory());
      for (Program program : programs) {
        session.says(
            "%s, %d of %d: its cache is made"
                .formatted(program.name(), starts.size() + 1, programs.size()));
        starts.add(starts(session, program, repetitions(session, program)));
      }
      return result(session, starts);
    }
  }

  private static int repetitions(Session session, Program program) {
    if (!session.isShort()) {
      return REPETITIONS;
    }
    return program.hasGoal() ? SHORT_REPETITIONS : SHORT_REPETITIONS_TOLD;
  }

  private static Starts starts(Session session, Program program, int repetitions) {
    AotCache cache = AotCache.of(session.directory().resolve("aot"), program.spec());
    Duration before = Cpu.ofEndedChildren();
    // The start that is recorded is the program's first of all, which makes its topics and its
    // group: none of those that are compared does.
    var _ = cache.train(READY_WITHIN);
    double training = Cpu.ofEndedChildren().minus(before).toMillis() / 1e3;
    session.says(String.format(Locale.ROOT, "  it took %.1f core-s", training));
    Starts starts = new Starts(program, training, new ArrayList<>(), new ArrayList<>());
    for (int n = 0; n < repetitions; n++) {
      starts.with().add(said(session, "with its cache", Start.of(cache.use())));
      starts.without().add(said(session, "without", Start.of(program.spec())));
    }
    return starts;
  }

  private static Start said(Session session, String what, Start start) {
    session.says(
        String.format(
            Locale.ROOT,
            "  ready %s after %.2f s and %.2f core-s",
            what,
            start.seconds(),
            start.coreSeconds()));
    return start;
  }

  private static Result result(Session session, List<Starts> all) {
    List<Figure> figures = new ArrayList<>();
    List<Ratio> ratios = new ArrayList<>();
    for (Starts starts : all) {
      String name = starts.program().name();
      figures.add(Figure.of(name + ", with cache", "s", starts.with(), Start::seconds));
      figures.add(Figure.of(name + ", without", "s", starts.without(), Start::seconds));
      figures.add(Figure.of(name + ", with cache", "core-s", starts.with(), Start::coreSeconds));
      figures.add(Figure.of(name + ", without", "core-s", starts.without(), Start::coreSeconds));
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
            + session.form(),
        figures,
        ratios);
  }
}
