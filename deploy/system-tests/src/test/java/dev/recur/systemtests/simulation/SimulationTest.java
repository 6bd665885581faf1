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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
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
  private static final long FROM = Long.getLong("recur.simulation.from", 1);
  private static final long RUNS = Long.getLong("recur.simulation.runs", 1_000_000);

  /** How long is tried; with a number of runs given, however long those take. */
  private static final Duration TIME =
      System.getProperty("recur.simulation.runs") == null
          ? Duration.ofSeconds(Long.getLong("recur.simulation.seconds", 40))
          : Duration.ofDays(7);

  /** What parks, fails and is refused here is meant to. */
  private static final List<String> TOO_LOUD = List.of("dev.recur", "org.apache.kafka");

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
  void seedsThatFailedOnce_shouldNotFailAgain() throws IOException {
    Programs programs = new Programs(CODECS);
    for (long seed : seeds()) {
      assertGood(programs, Verdict.on(programs, Scenario.of(seed), false));
    }
  }

  @Test
  void anyOrderOfWorkAndFaults_shouldLoseAndDoubleNothing() throws InterruptedException {
    if (System.getProperty(ONE_SEED) != null) {
      Programs programs = new Programs(CODECS);
      Verdict verdict = Verdict.on(programs, Scenario.of(Long.getLong(ONE_SEED)), true);
      verdict.diary().forEach(System.out::println);
      assertGood(programs, verdict);
      return;
    }
    Runs runs = new Runs(CODECS);
    runs.run(FROM, RUNS, TIME);
    for (Verdict failure : runs.failures()) {
      assertGood(new Programs(CODECS), failure);
    }
    // It is worth little when little happens in it.
    if (runs.done() > 300) {
      assertThat(runs.events())
          .contains(
              "approved",
              "declined",
              "authorisationExpired",
              "periodWaived",
              "periodSkipped",
              "chargeSucceeded",
              "chargeDeclined",
              "chargeUnresolved",
              "chargePresentedAgain",
              "inquiryRequested",
              "paymentFailed",
              "catchUpDecided",
              "updated",
              "updateTookEffect",
              "paused",
              "resumed",
              "paymentMethodReplaced",
              "refundSucceeded",
              "refundUnresolved",
              "renewalCancelled",
              "canceled",
              "parked",
              "released",
              "commandRefused");
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

  /** Negative control: a channel adapter that makes a new key whenever it presents an order. */
  @Test
  void freshKeyPerPresentation_shouldBeSeenAsDoubles() {
    assertThat(seen(Sabotage.FRESH_KEYS, broken -> broken.contains("the buyer paid"))).isPositive();
  }

  /** Negative control: tasks that commit what they have read before they have worked on it. */
  @Test
  void offsetsCommittedBeforeTheWork_shouldBeSeenAsMisses() {
    assertThat(seen(Sabotage.OFFSETS_BEFORE_WORK, broken -> broken.contains("acknowledged")))
        .isPositive();
  }

  private static long seen(Sabotage sabotage, Predicate<String> what) {
    Programs programs = new Programs(CODECS);
    long seen = 0;
    for (long seed = 1; seed <= 40; seed++) {
      Scenario scenario = Scenario.of(seed, Integer.MAX_VALUE, Integer.MAX_VALUE, sabotage);
      if (Verdict.on(programs, scenario, false).broken().stream().anyMatch(what)) {
        seen++;
      }
    }
    return seen;
  }

  /** Fails with the seed, what is wrong, and the diary of a smaller run that fails too. */
  private static void assertGood(Programs programs, Verdict verdict) {
    if (verdict.isGood()) {
      return;
    }
    long seed = verdict.scenario().seed();
    Verdict smaller = Runs.shrink(programs, seed, Sabotage.NOTHING);
    throw new AssertionError(
        "Seed %d fails: %s%nMend it, and keep it in simulation/seeds.txt. With %d subscriptions and %d outages: %s%n%s"
            .formatted(
                seed,
                verdict.broken(),
                smaller.scenario().plans().size(),
                smaller.scenario().outagesMax(),
                smaller.broken(),
                String.join("\n", smaller.diary())));
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
