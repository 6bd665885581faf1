package dev.recur.systemtests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a seed means: who wants what, when, and how much may go wrong.
 *
 * @param seed of the dice of the run
 * @param story what its first subscription is about
 * @param begins when it begins
 * @param ends when every subscription that lives is terminated; from then on nothing goes wrong
 * @param plans what merchants want
 * @param legs where the test clock is sent, one after the other; none where nobody lives on it
 * @param faultOnceInSteps how seldom a process dies or a task moves
 * @param outagesMax how often everything may stop for hours
 * @param sabotage what is broken on purpose
 */
record Scenario(
    long seed,
    Story story,
    Instant begins,
    Instant ends,
    List<Plan> plans,
    List<TestClock.Leg> legs,
    int faultOnceInSteps,
    int outagesMax,
    Sabotage sabotage) {

  /** What is broken on purpose, to see that it is seen. */
  enum Sabotage {
    NOTHING,
    /** The channel's adapter makes a key of its own whenever it presents a request. */
    FRESH_KEYS,
    /** The worker's tasks commit before their work is out, as at_least_once used wrongly does. */
    WORKER_COMMITS_FIRST,
    /** The notifier's tasks do. */
    NOTIFIER_COMMITS_FIRST,
    /** The audit's tasks do. */
    AUDIT_COMMITS_FIRST,
    /** The notifier's senders take whoever does not acknowledge for nobody. */
    SENDERS_SEE_NOBODY
  }

  /** Before months of 31, 28, 29 and 30 days, and before both changes of the clocks. */
  private static final List<Instant> BEGINNINGS =
      List.of(
          Instant.parse("2027-01-30T22:10:00Z"),
          Instant.parse("2028-01-29T23:30:00Z"),
          Instant.parse("2027-02-26T11:00:00Z"),
          Instant.parse("2027-03-27T23:20:00Z"),
          Instant.parse("2027-10-30T23:40:00Z"),
          Instant.parse("2027-11-29T15:59:00Z"),
          Instant.parse("2027-12-30T23:50:00Z"));

  /** Longer than any inquiry takes, and a person after it. */
  static final Duration SETTLED_AFTER = Duration.ofDays(30);

  Scenario {
    plans = List.copyOf(plans);
    legs = List.copyOf(legs);
  }

  /** What a seed means. */
  static Scenario of(long seed) {
    return of(seed, Integer.MAX_VALUE, Integer.MAX_VALUE, Sabotage.NOTHING);
  }

  /**
   * The same with fewer subscriptions and outages, so that a failing seed can be looked at.
   *
   * @param plansMax most subscriptions
   * @param outagesMax how often everything may stop
   */
  static Scenario of(long seed, int plansMax, int outagesMax, Sabotage sabotage) {
    // Dice of its own, so that fewer subscriptions are the same ones.
    SplittableRandom dice = new SplittableRandom(seed ^ 0x5ca1ab1e);
    Instant begins = oneOf(dice, BEGINNINGS).plus(Duration.ofSeconds(dice.nextInt(7200)));
    Story story = Story.drawn(dice);
    Instant ends = begins.plus(story.life(dice));
    int faults = oneOf(dice, List.of(20, 50, 120));
    int outages = story.outages(dice);
    List<Plan> plans = new Plans(dice, begins).of(story);
    List<TestClock.Leg> legs = legs(dice, story, begins, ends);
    List<Plan> some = plans.subList(0, Math.min(plansMax, plans.size()));
    return new Scenario(
        seed,
        story,
        begins,
        ends,
        some,
        some.stream().anyMatch(Plan::onTestClock) ? legs : List.of(),
        faults,
        Math.min(outagesMax, outages),
        sabotage);
  }

  /** Steps of hours and of days, and one jump of a day and a half or more over a month's end. */
  private static List<TestClock.Leg> legs(
      SplittableRandom dice, Story story, Instant begins, Instant ends) {
    List<TestClock.Leg> legs = new ArrayList<>();
    legs.add(new TestClock.Leg(begins, false));
    Instant month =
        begins.atOffset(ZoneOffset.UTC).with(TemporalAdjusters.firstDayOfNextMonth()).toInstant();
    Instant jumps =
        later(
            begins.plus(Duration.ofMinutes(1)),
            month.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofMinutes(dice.nextInt(36 * 60))));
    Instant at = begins;
    while (at.isBefore(ends)) {
      Instant next =
          at.plus(Duration.ofHours(1 + dice.nextInt(dice.nextInt(3) == 0 ? 24 * 12 : 48)));
      boolean jump = at.isBefore(jumps) && next.isAfter(jumps);
      if (jump) {
        legs.add(new TestClock.Leg(jumps, false));
        next = jumps.plus(story.outageMax());
      }
      at = next.isBefore(ends) ? next : ends;
      legs.add(new TestClock.Leg(at, jump));
    }
    legs.add(new TestClock.Leg(ends.plus(SETTLED_AFTER), false));
    return legs;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static <T> T oneOf(SplittableRandom dice, List<T> all) {
    return all.get(dice.nextInt(all.size()));
  }
}
