package dev.recur.benchmark;

import dev.recur.benchmark.billing.BillingRun;
import dev.recur.benchmark.notifier.Isolation;
import dev.recur.benchmark.notifier.Throughput;
import dev.recur.benchmark.report.Machine;
import dev.recur.benchmark.report.Report;
import dev.recur.local.process.ChildFailedException;
import dev.recur.local.process.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
      "Tables and JSON also lie in deploy/benchmark/target/results. Exit code 1: a goal was missed."
    })
final class Run implements Callable<Integer> {

  private static final int MISSED = 1;

  private static final List<Benchmark> ALL =
      List.of(new Throughput(), new Isolation(), new BillingRun());

  @Parameters(arity = "0..*", description = "throughput, isolation, billing; none: all of them.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--short", description = "The same steps, fewer and shorter: for a quick look.")
  private boolean isShort;

  private final long startedNs = System.nanoTime();

  private Run() {}

  /** Runs what is asked for. Whatever it started ends with it, in whatever way that is. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Run()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    List<String> known = ALL.stream().map(Benchmark::name).toList();
    if (!known.containsAll(names)) {
      System.err.println("Known are " + String.join(", ", known) + ".");
      return CommandLine.ExitCode.USAGE;
    }
    Path target = Installation.find().root().resolve("deploy/benchmark/target");
    boolean isMet = true;
    for (Benchmark benchmark : ALL) {
      if (names.isEmpty() || names.contains(benchmark.name())) {
        try {
          isMet &= run(benchmark, target);
        } catch (ChildFailedException e) {
          System.err.println(e.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        }
      }
    }
    return isMet ? CommandLine.ExitCode.OK : MISSED;
  }

  private boolean run(Benchmark benchmark, Path target) throws IOException {
    Path directory = target.resolve("run").resolve(benchmark.name());
    empty(directory);
    Machine before = Machine.now();
    progress(benchmark.name() + " begins");
    Report report =
        new Report(before, benchmark.run(new Session(directory, isShort, this::progress)));
    System.out.println();
    System.out.println(report.table());
    System.out.println(report.json());
    report.write(target.resolve("results")).forEach(file -> progress("written: " + file));
    return report.result().isMet();
  }

  /** Progress goes to standard error: standard output has the results and nothing else. */
  private void progress(String what) {
    double seconds = (System.nanoTime() - startedNs) / 1e9;
    System.err.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds, what));
  }

  private static void empty(Path directory) throws IOException {
    if (Files.exists(directory)) {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(directory)) {
        all = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : all) {
        Files.delete(path);
      }
    }
    Files.createDirectories(directory);
  }
}
