package dev.recur.systemtests.killreport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.benchmark.rig.Waiting;
import dev.recur.local.process.Installation;
import dev.recur.schemas.file.MemoryTempDir;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.killreport.KillRig.Options;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Http;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The kill report: started by {@code deploy/system-tests/kill-report}, and no part of {@code ./mvnw
 * verify}, because its short form takes minutes and its long form most of an hour.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillReport {

  private static final int CYCLES = Integer.getInteger("recur.kill-report.cycles", 2_000);
  private static final long SEED = Long.getLong("recur.kill-report.seed", System.nanoTime());

  /** Names of {@link Fault}, with commas between; empty: all that can be done here. */
  private static final String FAULTS = System.getProperty("recur.kill-report.faults", "");

  /**
   * A run that is clean and shows too little is made once more: on a machine that others use, a
   * fault may meet nothing, or end too late. One that is not clean is never made again.
   */
  private static final int TRIES = 2;

  /** Cycles of a negative control: it is over once one of them went wrong. */
  private static final int CONTROL_CYCLES = 240;

  private static final int CONTROL_KILLS = 4;

  /** More than one round of faults is struck where there are cycles for so long. */
  private static final int ROUNDS_MAX = 5;

  /** What this rig does beside its faults on a machine that others use too. */
  private static final int CYCLES_PER_SECOND = 60;

  /** How much longer a fault may take there than on a quiet machine. */
  private static final int STRETCH = 3;

  /** What the stack takes to start on two cores. */
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(25);

  /** Where it takes longer, so will the faults, and cycles fall due for so much longer. */
  private static final double SLOWER_MAX = 5;

  /** Fewer, and a fault may find nobody whose answer could be held back. */
  private static final int OF_BUNCH_MIN = 15;

  /** Cycles fall due that much longer than the faults should take. */
  private static final Duration SPARE = Duration.ofSeconds(90);

  /** Shorter, and there would be a gap between the first cycles and the second ones. */
  private static final Duration SPREAD_MIN = Cycles.SECOND_AFTER;

  private static final Duration CONTROL_SPREAD = Duration.ofSeconds(60);

  /** Creates and approvals that this rig takes in a second, at the least. */
  private static final int COMMANDS_PER_SECOND = 1_000;

  private static final Duration HEAD_START = Duration.ofSeconds(10);

  /**
   * What an inquiry needs to tell an outcome that was not told (5 min after the third try), and a
   * webhook that met nobody to come again (12 min after the second).
   */
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(15);

  private static final Duration CONTROL_SETTLES = Duration.ofSeconds(20);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration HELD_WITHIN = Duration.ofSeconds(20);

  /** A bunch's requests are with the reader, and most of them not with the channel yet. */
  private static final Duration READING = Duration.ofMillis(450);

  private static final Path TARGET =
      Installation.find().root().resolve("deploy/system-tests/target/kill-report");

  private static final String FAULTS_TITLE = "Faults";
  private static final String FRESH_KEYS = "Negative control: a fresh key for each presentation";
  private static final String EARLY_OFFSETS =
      "Negative control: the offset committed before the work";

  private static final List<Page> PAGES = new ArrayList<>();

  private final long startedNs = System.nanoTime();
  private Duration startedWithin = Duration.ZERO;

  @AfterAll
  static void write() {
    for (String title : List.of(FAULTS_TITLE, FRESH_KEYS, EARLY_OFFSETS)) {
      if (PAGES.stream().noneMatch(page -> page.title().startsWith(title))) {
        PAGES.add(Page.notRun(title, "not run, or not to its end"));
      }
    }
    Page.write(TARGET, PAGES);
    PAGES.forEach(page -> System.out.println(page.markdown()));
    System.out.println("Written: " + TARGET.resolve("report.md") + " and report.json");
  }

  @Test
  @Order(1)
  void underFaults_shouldMissNothing_doubleNothing_loseNothing() throws IOException {
    Page page = underFaults(SEED);
    for (int again = 1; page.isInconclusive() && again < TRIES; again++) {
      say("clean, and shows too little: " + page.wanting() + "; once more");
      page = underFaults(SEED + again);
    }
    assertThat(page.wanting()).isEmpty();
  }

  private Page underFaults(long seed) throws IOException {
    try {
      Page page = faults(seed);
      PAGES.add(page);
      return page;
    } catch (IOException | RuntimeException | Error e) {
      PAGES.add(Page.notRun(FAULTS_TITLE + ", seed " + seed, "not run to its end: " + e));
      throw e;
    }
  }

  private Page faults(long seed) throws IOException {
    try (Receipts receipts = Receipts.open();
        KillRig rig = rig("faults", new Options(CYCLES, true))) {
      Plan plan = Plan.of(seed, ROUNDS_MAX, Fault.wanted(FAULTS, Strikes.impossible(rig)));
      OfficialSdk merchant = Checkout.register(rig, "SANDBOX_KILLED", receipts.url());
      Duration spread = spread(plan, startedWithin);
      int bunches = (int) spread.dividedBy(Cycles.BUNCH_EVERY);
      int count = Math.max(CYCLES, Cycles.OF_EACH * OF_BUNCH_MIN * bunches);
      Cycles cycles = subscribe(rig, merchant, receipts, count, spread);
      Instant ready = Instant.now();
      Strikes strikes = new Strikes(rig, new InFlight(rig.gate(), receipts, cycles));
      List<Expectation> sold;
      int askedAgain;
      try (Checkout checkout = Checkout.open(merchant, "sold")) {
        strikeAll(plan, strikes, cycles.last());
        sold = checkout.finish();
        askedAgain = checkout.askedAgain();
      }
      say("the last cycle falls due at " + cycles.last());
      Strikes.pauseUntil(cycles.last());
      say("all has fallen due: waiting for the last to be charged and told");
      List<Expectation> expected = new ArrayList<>(cycles.expectations(merchant.clientId()));
      expected.addAll(sold);
      Findings findings = settled(rig, receipts, expected, ready);
      say("the shop sold at the gateway, and had to ask again " + askedAgain + " times");
      Proof proof =
          new Proof(
              strikes.blows(),
              plan.ofRound(),
              cycles.last(),
              sold.size(),
              findings,
              rig.auditFindings());
      Page page =
          Page.of(
              FAULTS_TITLE + ", %d due cycles, seed %d".formatted(count, seed),
              Strikes.impossible(rig),
              proof,
              restarts(rig.all()));
      if (!findings.isClean()) {
        say("what was counted: " + findings.ledger());
      }
      return page;
    }
  }

  /**
   * A round, and then as many faults as end while cycles still fall due; no more once something did
   * not come back: what it has cost is counted.
   */
  private void strikeAll(Plan plan, Strikes strikes, Instant last) {
    for (int i = 0; i < plan.steps().size(); i++) {
      Plan.Step step = plan.steps().get(i);
      Duration atMost = step.fault().takes().multipliedBy(STRETCH);
      if (i >= plan.ofRound() && Instant.now().plus(atMost).isAfter(last)) {
        return;
      }
      say(step.fault().words());
      Blow blow = strikes.strike(step);
      say(
          "%s; it met %d charges and %d webhooks in flight"
              .formatted(
                  blow.trouble().isEmpty() ? "all is ready again" : blow.trouble(),
                  blow.met().charges().size(),
                  blow.met().webhooks().size()));
      if (!blow.trouble().isEmpty()) {
        return;
      }
    }
  }

  /** Cycles fall due from the first fault to the last, and no faster than they can be done. */
  private static Duration spread(Plan plan, Duration startedWithin) {
    double slower = (double) startedWithin.toMillis() / STARTS_WITHIN.toMillis();
    double stretch = Math.clamp(slower, 1, SLOWER_MAX);
    Duration struck = Duration.ofMillis((long) (plan.takes().plus(SPARE).toMillis() * stretch));
    Duration done = Duration.ofSeconds(CYCLES / CYCLES_PER_SECOND);
    Duration longer = struck.compareTo(done) < 0 ? done : struck;
    Duration spread = longer.minus(Cycles.SECOND_AFTER);
    return spread.compareTo(SPREAD_MIN) < 0 ? SPREAD_MIN : spread;
  }

  @Test
  @Order(2)
  void negativeControl_freshKeyForEachPresentation_shouldBeSeenAsDoubles() throws IOException {
    try (Receipts receipts = Receipts.open();
        KillRig rig = rig("fresh-keys", new Options(CONTROL_CYCLES, true))) {
      OfficialSdk merchant = Checkout.register(rig, "SANDBOX_FRESH_KEYS", receipts.url());
      rig.gate().freshKeys(true);
      Cycles cycles = subscribe(rig, merchant, receipts, CONTROL_CYCLES, CONTROL_SPREAD);
      int kills = 0;
      for (; kills < CONTROL_KILLS && cycles.areToCome(); kills++) {
        Strikes.pauseUntil(cycles.nextBunch(Instant.now()));
        rig.gate().holdAnswers();
        rig.gate().awaitHeld(2, HELD_WITHIN);
        rig.workers().forEach(Watched::kill);
        rig.gate().release();
        rig.all().forEach(Watched::awaitReady);
      }
      Findings findings =
          control(FRESH_KEYS, kills + ", both at once", rig, cycles, merchant, receipts);
      assertThat(findings.ledger().doubled()).isNotEmpty();
    }
  }

  @Test
  @Order(3)
  void negativeControl_offsetCommittedBeforeTheWork_shouldBeSeenAsMisses() throws IOException {
    try (Receipts receipts = Receipts.open();
        KillRig rig = rig("early-offsets", new Options(CONTROL_CYCLES, false));
        Watched reader =
            new Watched(
                EarlyReader.spec(
                    rig,
                    TARGET.resolve("early-reader"),
                    TARGET.resolve("logs/early-offsets/early-reader.log")))) {
      reader.up();
      OfficialSdk merchant = Checkout.register(rig, "SANDBOX_EARLY", receipts.url());
      Cycles cycles = subscribe(rig, merchant, receipts, CONTROL_CYCLES, CONTROL_SPREAD);
      int kills = 0;
      for (; kills < CONTROL_KILLS && cycles.areToCome(); kills++) {
        Strikes.pauseUntil(cycles.nextBunch(Instant.now().plus(QUIET)).plus(READING));
        reader.kill();
      }
      Findings findings =
          control(
              EARLY_OFFSETS,
              kills + ", each time the reader that does so",
              rig,
              cycles,
              merchant,
              receipts);
      assertThat(findings.ledger().missed()).isNotEmpty();
      assertThat(findings.ledger().doubled()).isEmpty();
    }
  }

  private Findings control(
      String title,
      String kills,
      KillRig rig,
      Cycles cycles,
      OfficialSdk merchant,
      Receipts receipts)
      throws IOException {
    Strikes.pauseUntil(cycles.last().plus(CONTROL_SETTLES));
    Findings findings =
        look(rig, receipts, cycles.expectations(merchant.clientId()), cycles.first().toInstant());
    PAGES.add(
        new Page(
            title,
            findings.isClean(),
            List.of(),
            Map.of(Fault.KILL_WORKER, Page.Done.only(kills)),
            Page.counts(findings),
            restarts(rig.all())));
    return findings;
  }

  private KillRig rig(String name, Options options) throws IOException {
    say(name + ": starting the stack");
    long before = System.nanoTime();
    Path logs = TARGET.resolve("logs").resolve(name);
    // What an earlier run has left is not this one's, and processes write behind what is there.
    KillRig.delete(logs);
    KillRig rig = KillRig.start(MemoryTempDir.create("kill-report"), logs, options);
    startedWithin = Duration.ofNanos(System.nanoTime() - before);
    say("all is ready");
    return rig;
  }

  private Cycles subscribe(
      KillRig rig, OfficialSdk merchant, Receipts receipts, int count, Duration spread) {
    int commands = count / Cycles.OF_EACH * 2;
    Instant first = Instant.now().plus(HEAD_START).plusSeconds(commands / COMMANDS_PER_SECOND);
    Cycles cycles = Cycles.of("killed", count, first, spread);
    try (Commands upstream = new Commands(rig.kafka(), merchant.clientId(), receipts.url())) {
      upstream.subscribe(cycles.offers());
    }
    say("%d subscriptions, the first due at %s".formatted(cycles.offers().size(), first));
    return cycles;
  }

  /** Looks once nothing more is to come, or nothing more can be waited for. */
  private Findings settled(
      KillRig rig, Receipts receipts, List<Expectation> expected, Instant ready)
      throws IOException {
    long deadline = System.nanoTime() + SETTLED_WITHIN.toNanos();
    Findings findings = look(rig, receipts, expected, ready);
    while (!findings.isComplete() && System.nanoTime() < deadline) {
      say(
          "%d charges and %d webhooks to come"
              .formatted(findings.ledger().missed().size(), findings.delivered().lost()));
      Waiting.pause(QUIET.multipliedBy(2));
      findings = look(rig, receipts, expected, ready);
    }
    // What comes twice comes soon.
    Waiting.pause(QUIET);
    return look(rig, receipts, expected, ready);
  }

  private static Findings look(
      KillRig rig, Receipts receipts, List<Expectation> expected, Instant ready)
      throws IOException {
    return Findings.of(
        expected,
        ready,
        Instant.now().atOffset(ZoneOffset.UTC),
        Http.getJson(URI.create(rig.channelUrl() + "/ledger")),
        receipts::of);
  }

  private static Map<String, Integer> restarts(Collection<Watched> processes) {
    Map<String, Integer> restarts = new TreeMap<>();
    processes.forEach(process -> restarts.put(process.name(), process.endedByItself()));
    return restarts;
  }

  private void say(String what) {
    System.out.println(
        String.format(Locale.ROOT, "%7.1f s  %s", (System.nanoTime() - startedNs) / 1e9, what));
  }
}
