package dev.recur.systemtests.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.serde.RegistryOnLoopback;
import dev.recur.systemtests.simulation.Scenario.Sabotage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Nothing lost, nothing doubled, whatever goes wrong and in whatever order: see the README for what
 * is run, what is checked, and how to run more or one seed again.
 */
class SimulationTest {

  private static final String ONE_SEED = "recur.simulation.seed";
  private static final String RUNS = "recur.simulation.runs";
  private static final long FROM = Long.getLong("recur.simulation.from", 1);

  /** True when somebody asks for seeds of their own, and not for those of the build. */
  private static final boolean ON_REQUEST = System.getProperty(RUNS) != null;

  /** So many, beside those that are kept, however slow the machine is. */
  private static final long RUN_COUNT = Long.getLong(RUNS, 2_000);

  /** What parks, fails and is refused here is meant to. */
  private static final List<String> TOO_LOUD = List.of("dev.recur", "org.apache.kafka");

  /** Where diaries of seeds that failed are kept. */
  private static final Path KEPT = Path.of("target", "simulation");

  private static final Map<String, Level> LEVELS = new HashMap<>();
  private static final RegistryOnLoopback REGISTRY = new RegistryOnLoopback();
  private static final RecordCodecs CODECS =
      RecordCodecs.from(
          Map.of("schema.registry.url", REGISTRY.url(), "auto.register.schemas", "true"));

  @BeforeAll
  static void hush() {
    for (String name : TOO_LOUD) {
      Logger logger = (Logger) LoggerFactory.getLogger(name);
      LEVELS.put(name, logger.getLevel());
      logger.setLevel(Level.OFF);
    }
  }

  @AfterAll
  static void close() {
    LEVELS.forEach((name, level) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(level));
    CODECS.close();
    REGISTRY.close();
  }

  @Test
  void anyOrderOfWorkAndFaults_shouldLoseAndDoubleNothing()
      throws IOException, InterruptedException {
    if (System.getProperty(ONE_SEED) != null) {
      Programs programs = new Programs(CODECS);
      long seed = Long.getLong(ONE_SEED);
      Verdict verdict = Verdict.on(programs, seed, () -> Scenario.of(seed), true);
      verdict.diary().forEach(System.out::println);
      assertGood(List.of(verdict));
      return;
    }
    List<Long> kept = seeds();
    Runs runs = new Runs(CODECS, Scenario::of, SimulationTest::tell);
    runs.run(kept, FROM, RUN_COUNT);
    assertGood(runs.failures());
    assertThat(runs.done()).as("seeds that were run").isEqualTo(kept.size() + RUN_COUNT);
    if (ON_REQUEST) {
      runs.seen().forEach((what, times) -> System.out.printf("%8d seeds: %s%n", times, what));
    } else {
      // A law is shown by what puts it to the test: the same seeds, and so the same in each build.
      assertThat(runs.seen()).containsKeys(Seen.CLAIMED.toArray(String[]::new));
    }
  }

  @Test
  void sameSeed_shouldBeTheSameRun() {
    Programs programs = new Programs(CODECS);
    Verdict first = Verdict.on(programs, Scenario.of(7), true);
    // Another run between them leaves nothing behind.
    var _ = Verdict.on(programs, Scenario.of(8), false);
    assertThat(Verdict.on(programs, Scenario.of(7), true).diary()).isEqualTo(first.diary());
    assertThat(Verdict.on(new Programs(CODECS), Scenario.of(7), true).diary())
        .isEqualTo(first.diary());
  }

  @Test
  void errorOfARun_shouldBeWhatIsWrongWithItsSeed_andTheOthersBeTried()
      throws InterruptedException {
    List<Verdict> told = new CopyOnWriteArrayList<>();
    Runs runs = new Runs(CODECS, SimulationTest::withoutMemoryForSix, told::add);
    runs.run(List.of(6L), 2, 3);
    assertThat(runs.done()).isEqualTo(4);
    Verdict failure = assertThat(runs.failures()).singleElement().actual();
    assertThat(failure.seed()).isEqualTo(6);
    assertThat(failure.broken().toString())
        .contains("OutOfMemoryError", "planted", getClass().getSimpleName());
    assertThat(told).containsExactly(failure);
  }

  private static Scenario withoutMemoryForSix(long seed) {
    if (seed == 6) {
      throw new OutOfMemoryError("planted");
    }
    return Scenario.of(seed);
  }

  /** Negative control: a channel adapter that makes a new key whenever it presents an order. */
  @Test
  void freshKeyPerPresentation_shouldBeSeenAsDoubles() {
    assertThat(isSeen(Sabotage.FRESH_KEYS, broken -> broken.contains("the buyer paid"))).isTrue();
  }

  /** Negative control: a worker that commits what it has read and where it stands first. */
  @Test
  void workerCommittingBeforeTheWork_shouldBeSeenAsMisses() {
    assertThat(isSeen(Sabotage.WORKER_COMMITS_FIRST, broken -> broken.contains("no outcome")))
        .isTrue();
  }

  /** Negative control: a notifier that does. */
  @Test
  void notifierCommittingBeforeTheWork_shouldBeSeenAsMisses() {
    assertThat(isSeen(Sabotage.NOTIFIER_COMMITS_FIRST, broken -> broken.contains("acknowledged")))
        .isTrue();
  }

  /** Negative control: what a broken worker misses is late for the audit. */
  @Test
  void workerCommittingBeforeTheWork_shouldBeSeenByTheAudit() {
    assertThat(
            isSeen(
                Sabotage.WORKER_COMMITS_FIRST,
                broken -> broken.contains("the audit shows EXPECTED")))
        .isTrue();
  }

  /** Negative control: an audit that does misses events, and takes the ledger for broken. */
  @Test
  void auditCommittingBeforeTheWork_shouldBeSeenAsFindings() {
    assertThat(
            isSeen(Sabotage.AUDIT_COMMITS_FIRST, broken -> broken.contains("times SEQUENCE_GAP")))
        .isTrue();
  }

  /** Negative control: a sender for which nobody is there when nobody acknowledges. */
  @Test
  void nobodyInPlaceOfAnotherAttempt_shouldBeSeenAsMisses() {
    assertThat(isSeen(Sabotage.SENDERS_SEE_NOBODY, broken -> broken.contains("acknowledged")))
        .isTrue();
  }

  private static boolean isSeen(Sabotage sabotage, Predicate<String> what) {
    Programs programs = new Programs(CODECS);
    return LongStream.rangeClosed(1, 400)
        .mapToObj(seed -> Scenario.of(seed, Integer.MAX_VALUE, Integer.MAX_VALUE, sabotage))
        .flatMap(scenario -> Verdict.on(programs, scenario, false).broken().stream())
        .anyMatch(what);
  }

  /**
   * Fails with the seeds, what is wrong, and for each the diary of a smaller run that fails too,
   * which is kept in a file as well.
   */
  private static void assertGood(List<Verdict> verdicts) {
    StringBuilder all = new StringBuilder();
    for (Verdict verdict : verdicts) {
      if (!verdict.isGood()) {
        String report = report(verdict);
        keep(verdict, report);
        all.append(report);
      }
    }
    if (!all.isEmpty()) {
      throw new AssertionError(all.toString());
    }
  }

  private static void tell(Verdict failed) {
    System.out.print("simulation: " + failed.report());
    keep(failed, failed.report());
  }

  /** In place of what was told of the seed before. */
  private static void keep(Verdict failed, String report) {
    try {
      Files.createDirectories(KEPT);
      Files.writeString(KEPT.resolve(failed.seed() + ".txt"), report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String report(Verdict verdict) {
    Verdict smaller = Runs.shrink(CODECS, verdict.seed());
    return verdict.report()
        + "The smallest run that fails too: %s%n%s%n"
            .formatted(smaller.broken(), String.join("\n", smaller.diary()));
  }

  private static List<Long> seeds() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(SimulationTest.class.getResourceAsStream("/simulation/seeds.txt"))) {
      List<Long> seeds = new ArrayList<>();
      new String(file.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> Long.valueOf(line.substring(0, line.indexOf(' '))))
          .forEach(seeds::add);
      return seeds;
    }
  }
}
