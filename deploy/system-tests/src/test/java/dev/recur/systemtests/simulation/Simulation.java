package dev.recur.systemtests.simulation;

import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One run: everybody does what they may do, in an order that the seed says, until all is still. */
final class Simulation {

  /** A run that takes longer than this goes in circles. */
  private static final int STEPS_MAX = 100_000;

  /** What is broken on purpose often never rests; whether it does is soon seen. */
  private static final int STEPS_BROKEN_MAX = 5_000;

  /** How often a task looks at the clock, at most. */
  private static final Duration LOOKS_EVERY = Duration.ofMillis(50);

  /** More often would be most of what a run does, and what is late is so for minutes. */
  private static final Duration AUDIT_LOOKS_EVERY = Duration.ofMinutes(1);

  private static final Duration REPLAYED_AFTER = Duration.ofHours(12);

  private static final Duration WAIT_MIN = Duration.ofMillis(50);

  /** How often the time that is waited doubles, to about a quarter of an hour. */
  private static final int WAITS_MAX = 14;

  private final World world;
  private final List<Actor> actors = new ArrayList<>();
  private final List<Merchant> merchants = new ArrayList<>();
  private final List<ChannelAdapter> adapters = new ArrayList<>();
  private final List<Cluster> clusters = new ArrayList<>();
  private final Bank bank;
  private final Post post;
  private final Scenario scenario;
  private final Cluster billing;
  private final Cluster notifier;
  private final Receivers receivers;
  private final Shopkeeper shopkeeper;
  private final TestClock testClock;

  /** When nothing ran. */
  private final List<Course.Stop> stops = new ArrayList<>();

  private int waits;
  private long appended;
  private int steps;

  Simulation(Programs programs, Scenario scenario, boolean keepsDiary) {
    this.scenario = scenario;
    world =
        new World(programs, scenario.seed(), scenario.begins(), Programs.PARTITIONS, keepsDiary);
    world.tell(
        "-- %d subscriptions, and all may stop %d times",
        scenario.plans().size(), scenario.outagesMax());
    bank = new Bank(world);
    post = new Post(world);
    billing =
        new Cluster(
            world,
            programs.billing(),
            new Indexes(),
            LOOKS_EVERY,
            DueOnLiveClock::of,
            scenario.sabotage() == Scenario.Sabotage.WORKER_COMMITS_FIRST);
    programs.billingReads((topic, partition, _) -> billing.nothingLeft(topic, partition));
    receivers = new Receivers(world);
    Senders senders =
        new Senders(world, receivers, scenario.sabotage() == Scenario.Sabotage.SENDERS_SEE_NOBODY);
    programs.notifierLivesIn(senders, () -> new LogReplays(world));
    notifier =
        new Cluster(
            world,
            programs.notifier(),
            senders,
            LOOKS_EVERY,
            DueDeliveries::of,
            scenario.sabotage() == Scenario.Sabotage.NOTIFIER_COMMITS_FIRST);
    clusters.add(billing);
    clusters.add(notifier);
    clusters.add(
        new Cluster(
            world,
            programs.auditProgram(),
            new Cluster.Host() {},
            AUDIT_LOOKS_EVERY,
            // It looks at what is late as time passes, and does nothing about it.
            (_, _) -> Optional.empty(),
            scenario.sabotage() == Scenario.Sabotage.AUDIT_COMMITS_FIRST));
    for (int partition = 0; partition < Programs.PARTITIONS; partition++) {
      adapters.add(
          new ChannelAdapter(
              world,
              scenario.sabotage() == Scenario.Sabotage.FRESH_KEYS ? new FreshKeys(bank) : bank,
              partition));
    }
    testClock = new TestClock(world, scenario.legs());
    for (Plan plan : scenario.plans()) {
      merchants.add(new Merchant(world, post, plan, testClock, scenario.ends()));
    }
    actors.add(bank);
    actors.add(post);
    actors.addAll(clusters);
    actors.addAll(adapters);
    actors.add(receivers);
    actors.add(senders);
    shopkeeper = new Shopkeeper(world, notifier);
    actors.add(shopkeeper);
    actors.addAll(merchants);
    actors.add(testClock);
    actors.add(new Operator(world, post, bank));
  }

  World world() {
    return world;
  }

  Bank bank() {
    return bank;
  }

  Cluster billing() {
    return billing;
  }

  Cluster notifier() {
    return notifier;
  }

  Shopkeeper shopkeeper() {
    return shopkeeper;
  }

  TestClock testClock() {
    return testClock;
  }

  Receivers receivers() {
    return receivers;
  }

  Scenario scenario() {
    return scenario;
  }

  List<Merchant> merchants() {
    return merchants;
  }

  /** When nothing ran. */
  List<Course.Stop> stops() {
    return stops;
  }

  int steps() {
    return steps;
  }

  /**
   * Runs to the end.
   *
   * @throws AssertionError when it goes in circles
   */
  Simulation run() {
    runUntil(scenario.ends());
    world.calmDown();
    world.tell("-- from here on nothing goes wrong any more");
    runUntil(scenario.ends().plus(Scenario.SETTLED_AFTER));
    shopkeeper.asksAgain();
    runUntil(world.now().plus(REPLAYED_AFTER));
    return this;
  }

  /** Ends what still runs. */
  void close() {
    clusters.forEach(cluster -> cluster.slots().forEach(TaskSlot::kill));
  }

  /** What happened, by its names in {@link Seen}. */
  Set<String> seen() {
    Set<String> seen = new TreeSet<>(world.seen());
    world.all(Topics.SUBSCRIPTION_EVENTS).stream().flatMap(Seen::in).forEach(seen::add);
    return seen;
  }

  private void runUntil(Instant end) {
    List<Step> work = new ArrayList<>();
    List<Step> faults = new ArrayList<>();
    Steps possible = new Steps(work, faults);
    int stepsMax = scenario.sabotage() == Scenario.Sabotage.NOTHING ? STEPS_MAX : STEPS_BROKEN_MAX;
    while (true) {
      work.clear();
      faults.clear();
      actors.forEach(actor -> actor.steps(possible));
      boolean quiet = work.isEmpty();
      if (quiet && !world.now().isBefore(end)) {
        return;
      }
      if (++steps > stepsMax) {
        throw new AssertionError("It does not come to rest.");
      }
      if (!faults.isEmpty() && world.fails(scenario.faultOnceInSteps())) {
        choose(faults).run().run();
      } else if (quiet) {
        passTo(end);
      } else if (!world.isCalm()
          && world.happens(scenario.story().outageOnceInSteps())
          && mayStop()) {
        stopEverything();
      } else if (world.happens(8)) {
        world.clock().pass(world.upTo(Duration.ofSeconds(3)));
      } else {
        choose(work).run().run();
      }
    }
  }

  private boolean mayStop() {
    return stops.size() < scenario.outagesMax()
        && (stops.isEmpty()
            || !world.now().isBefore(stops.getLast().to().plus(scenario.story().outagesApart())));
  }

  private Step choose(List<Step> possible) {
    int sum = 0;
    for (Step step : possible) {
      sum += step.weight();
    }
    int left = world.dice().nextInt(sum);
    for (Step step : possible) {
      left -= step.weight();
      if (left < 0) {
        return step;
      }
    }
    throw new AssertionError("the weights do not add up");
  }

  /**
   * Nothing is to be done: time runs to when somebody wakes, and often a little beyond. Where
   * somebody should have woken already and has not, because of what only he knows, it runs in steps
   * that grow.
   */
  private void passTo(Instant end) {
    List<Instant> wakes = actors.stream().flatMap(actor -> actor.wakesAt().stream()).toList();
    Instant next =
        wakes.stream()
            .filter(at -> at.isAfter(world.now()) && at.isBefore(end))
            .min(Instant::compareTo)
            .orElse(end);
    Duration time = Duration.between(world.now(), next).plus(beyond());
    if (wakes.stream().anyMatch(at -> !at.isAfter(world.now()))) {
      waits = world.log().appended() == appended ? Math.min(waits + 1, WAITS_MAX) : 0;
      appended = world.log().appended();
      Duration step = WAIT_MIN.multipliedBy(1L << waits);
      time = step.compareTo(time) < 0 ? step : time;
    }
    world.clock().pass(time.compareTo(WAIT_MIN) < 0 ? WAIT_MIN : time);
  }

  private Duration beyond() {
    int chance = world.isCalm() ? 0 : world.dice().nextInt(10);
    if (chance < 5) {
      return Duration.ofMillis(world.dice().nextInt(120));
    }
    return world.upTo(chance < 9 ? Duration.ofMinutes(10) : Duration.ofHours(5));
  }

  /** Every process stops, and comes back after hours. */
  private void stopEverything() {
    Duration longest = scenario.story().outageMax();
    Duration time = world.happens(3) ? longest : world.upTo(longest);
    world.tell("-- everything stops for %s", time);
    bank.arriveAll();
    bank.die();
    post.die();
    clusters.forEach(Cluster::endAll);
    adapters.forEach(ChannelAdapter::kill);
    Course.Stop stop = new Course.Stop(world.now(), world.now().plus(time));
    if (time.equals(longest)) {
      world.saw(Seen.STOP);
    }
    if (time.equals(Story.MONTH_END) && stop.isOverMonthsEnd() && isAnyOnLiveClock()) {
      world.saw(Seen.STOP_OVER_MONTHS_END);
    }
    stops.add(stop);
    world.clock().pass(time);
  }

  private boolean isAnyOnLiveClock() {
    return merchants.stream()
        .anyMatch(
            merchant -> !merchant.plan().onTestClock() && merchant.isBorn() && !merchant.isOver());
  }
}
