package dev.recur.benchmark;

import static java.util.stream.Collectors.joining;

import dev.recur.benchmark.billing.AuditCost;
import dev.recur.benchmark.billing.BillingRun;
import dev.recur.benchmark.billing.Scale;
import dev.recur.benchmark.create.Create;
import dev.recur.benchmark.notifier.Isolation;
import dev.recur.benchmark.notifier.Throughput;
import dev.recur.benchmark.report.KeptRatios;
import dev.recur.benchmark.report.Machine;
import dev.recur.benchmark.report.Report;
import dev.recur.benchmark.report.Result;
import dev.recur.benchmark.rig.Directories;
import dev.recur.benchmark.startup.StartUp;
import dev.recur.local.process.ChildFailedException;
import dev.recur.local.process.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs benchmarks and writes down what they found. */
@Command(
    name = "deploy/benchmark/run",
    mixinStandardHelpOptions = true,
    description = {
      "Measures speed as ratios, side by side in one run.",
      "Tables, JSON and plots also lie in deploy/benchmark/target/results.",
      "Exit code 1: a goal was missed, or with --check: a ratio is worse than it was."
    })
final class Run implements Callable<Integer> {

  private static final int MISSED = 1;

  private static final List<Benchmark> ALL =
      List.of(
          new Throughput(),
          new Isolation(),
          new BillingRun(),
          new AuditCost(),
          new Create(),
          new Scale(),
          new StartUp());

  @Parameters(
      arity = "0..*",
      description =
          "throughput, isolation, billing, audit, create, scale, start-up; none: all of them.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--short", description = "The same steps, fewer and shorter: for a quick look.")
  private boolean isShort;

  @Option(
      names = "--check",
      description =
          "Holds the ratios against those in deploy/benchmark/ratios.json, and not against the"
              + " goals. Only with --short: they are of the short form. Without names: those of"
              + " which ratios are kept.")
  private boolean check;

  private final long startedNs = System.nanoTime();

  private Run() {}

  /** Runs what is asked for. Whatever it started ends with it, in whatever way that is. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Run()).execute(args));
  }

  @Override
  public Integer call() {
    List<String> known = ALL.stream().map(Benchmark::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        System.err.printf(
            "\"%s\" is no benchmark: name one of %s.%n", name, String.join(", ", known));
        return CommandLine.ExitCode.USAGE;
      }
    }
    Path home = Installation.find().root().resolve("deploy/benchmark");
    Path target = home.resolve("target");
    KeptRatios kept =
        check ? KeptRatios.read(home.resolve("ratios.json")) : new KeptRatios(Map.of());
    if (check) {
      Optional<String> refusal = refusal(names, isShort, kept);
      if (refusal.isPresent()) {
        System.err.println(refusal.get());
        return CommandLine.ExitCode.USAGE;
      }
      known = known.stream().filter(kept.ratios()::containsKey).toList();
    }
    List<String> asked = names.isEmpty() ? known : names;
    boolean isMet = true;
    for (Benchmark benchmark : ALL) {
      if (asked.contains(benchmark.name())) {
        try {
          isMet &= check ? isAsGood(benchmark, kept, target) : run(benchmark, target).isMet();
        } catch (ChildFailedException e) {
          System.err.println(e.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        }
      }
    }
    return isMet ? CommandLine.ExitCode.OK : MISSED;
  }

  /**
   * Why nothing can be checked, and what to do; empty where it can.
   *
   * @param names of known benchmarks; none: those of which ratios are kept
   */
  static Optional<String> refusal(List<String> names, boolean isShort, KeptRatios kept) {
    if (!isShort) {
      return Optional.of(
          "Say --short --check: ratios.json keeps what the short form reached. The long form is held"
              + " against the goals, without --check.");
    }
    List<String> without = names.stream().filter(it -> !kept.ratios().containsKey(it)).toList();
    return without.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ("ratios.json keeps no ratio of %s, so there is nothing to check. Leave it out (%s can"
                    + " be checked), or run it with --short on a quiet machine and keep those of"
                    + " its ratios that are steady.")
                .formatted(
                    String.join(", ", without),
                    kept.ratios().keySet().stream().sorted().collect(joining(", "))));
  }

  /** Whether the ratios are as good as they were. */
  private boolean isAsGood(Benchmark benchmark, KeptRatios kept, Path target) {
    List<String> worse = kept.regressions(() -> run(benchmark, target), this::progress);
    worse.forEach(line -> progress(line + ": a regression"));
    return worse.isEmpty();
  }

  private Result run(Benchmark benchmark, Path target) {
    Path directory = target.resolve("run").resolve(benchmark.name());
    empty(directory);
    Machine before = Machine.now();
    progress(benchmark.name() + " begins");
    String command = "./deploy/benchmark/run " + benchmark.name() + (isShort ? " --short" : "");
    Report report =
        new Report(command, before, benchmark.run(new Session(directory, isShort, this::progress)));
    System.out.println();
    System.out.println(report.table());
    System.out.println(report.json());
    report.write(target.resolve("results")).forEach(file -> progress("written: " + file));
    return report.result();
  }

  /** Progress goes to standard error: standard output has the results and nothing else. */
  private void progress(String what) {
    double seconds = (System.nanoTime() - startedNs) / 1e9;
    System.err.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds, what));
  }

  private static void empty(Path directory) {
    try {
      Directories.delete(directory);
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
