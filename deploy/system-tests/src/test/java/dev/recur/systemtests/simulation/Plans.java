package dev.recur.systemtests.simulation;

import dev.recur.service.terms.Policies.CatchUp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws what merchants want of a run's subscriptions. */
final class Plans {

  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("+08:00"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Asia/Manila"),
          ZoneId.of("Australia/Lord_Howe"));

  private static final List<ChronoUnit> UNITS =
      List.of(ChronoUnit.DAYS, ChronoUnit.WEEKS, ChronoUnit.MONTHS);

  private static final List<CatchUp> CATCH_UPS =
      List.of(CatchUp.CURRENT, CatchUp.EACH, CatchUp.HOLD);

  /** What else may be asked of a subscription whose method was refused. */
  private static final List<Act.Kind> WHILE_REFUSED =
      List.of(
          Act.Kind.PRICE_NEXT,
          Act.Kind.PERIOD,
          Act.Kind.PRICE_NEXT,
          Act.Kind.PERIOD,
          Act.Kind.PRICE_NOW,
          Act.Kind.PAUSE);

  private final SplittableRandom dice;
  private final Instant begins;

  /**
   * Draws.
   *
   * @param begins when the run does
   */
  Plans(SplittableRandom dice, Instant begins) {
    this.dice = dice;
    this.begins = begins;
  }

  /** The plans of a run. */
  List<Plan> of(Story story) {
    List<Plan> plans = new ArrayList<>();
    plans.add(
        switch (story) {
          case ANY, LONG -> any("r-1");
          case REFUSED -> refused("r-1");
          case CHANGED -> changed("r-1");
          case MISSED -> missed("r-1");
        });
    int others = oneOf(List.of(0, 0, 0, 1, 2));
    for (int number = 2; number < 2 + others; number++) {
      plans.add(any("r-" + number));
    }
    return plans;
  }

  private Plan any(String requestId) {
    ChronoUnit unit = oneOf(UNITS);
    int count = unit == ChronoUnit.DAYS ? 4 + dice.nextInt(10) : 1 + dice.nextInt(2);
    boolean managed = unit != ChronoUnit.DAYS || dice.nextInt(4) != 0;
    return plan(
        requestId,
        unit,
        managed ? count : count / 2,
        dice.nextBoolean() ? Plan.Mood.PAYS : oneOf(List.of(Plan.Mood.values())),
        dice.nextInt(12) == 0 ? oneOf(List.of(Plan.Birth.values())) : Plan.Birth.APPROVED,
        managed && dice.nextInt(4) == 0 ? 1 : 0,
        managed,
        oneOf(CATCH_UPS),
        acts(managed));
  }

  private Plan refused(String requestId) {
    int days = 3 + dice.nextInt(4);
    Duration period = Duration.ofDays(days);
    // In the period that is not paid; or in a later one, of which nothing is decided meanwhile.
    boolean late = dice.nextBoolean();
    Instant at = late ? begins.plus(period) : begins;
    Instant replaced = at.plus(upTo(period));
    List<Act> acts = new ArrayList<>();
    int number = 1;
    for (int left = dice.nextInt(3) + (late ? 1 : 0); left > 0; left--) {
      at = at.plus(upTo(Duration.between(at, replaced)));
      acts.add(new Act(oneOf(WHILE_REFUSED), at, number++));
    }
    acts.add(new Act(Act.Kind.REPLACE_METHOD, replaced, number++));
    if (dice.nextBoolean()) {
      acts.add(new Act(anyKind(), replaced.plus(upTo(Duration.ofDays(days))), number));
    }
    return plan(
        requestId,
        ChronoUnit.DAYS,
        days,
        dice.nextInt(3) == 0 ? Plan.Mood.HAS_NOTHING : Plan.Mood.STOLEN,
        Plan.Birth.APPROVED,
        0,
        true,
        oneOf(CATCH_UPS),
        acts);
  }

  private Plan changed(String requestId) {
    int days = 2 + dice.nextInt(4);
    List<Act> acts = new ArrayList<>();
    Instant at = begins;
    int first = 1 + dice.nextInt(2);
    int changes = 1 + dice.nextInt(2);
    for (int number = first; number < first + changes; number++) {
      at = at.plus(Duration.ofHours(6)).plus(upTo(Duration.ofDays(2)));
      acts.add(new Act(Act.Kind.CHANGE, at, number));
    }
    at = at.plus(Duration.ofHours(6)).plus(upTo(Duration.ofDays(2)));
    acts.add(new Act(Act.Kind.CHANGE, at, first));
    if (dice.nextBoolean()) {
      acts.add(new Act(anyKind(), at.plus(upTo(Duration.ofDays(days))), first + changes));
    }
    return plan(
        requestId,
        ChronoUnit.DAYS,
        days,
        dice.nextInt(3) == 0 ? oneOf(List.of(Plan.Mood.values())) : Plan.Mood.PAYS,
        Plan.Birth.APPROVED,
        0,
        true,
        oneOf(CATCH_UPS),
        acts);
  }

  private Plan missed(String requestId) {
    List<Act> acts = new ArrayList<>();
    Instant at = begins.plus(Duration.ofDays(1));
    int decided = dice.nextInt(4);
    for (int number = 1; number <= decided; number++) {
      at = at.plus(upTo(Duration.ofDays(4)));
      acts.add(new Act(Act.Kind.HELD_CYCLES, at, 2 * number + dice.nextInt(2)));
    }
    return plan(
        requestId,
        ChronoUnit.DAYS,
        dice.nextInt(3) == 0 ? 2 : 1,
        dice.nextInt(3) == 0 ? oneOf(List.of(Plan.Mood.values())) : Plan.Mood.PAYS,
        Plan.Birth.APPROVED,
        0,
        true,
        dice.nextBoolean() ? CatchUp.HOLD : oneOf(CATCH_UPS),
        acts);
  }

  private Plan plan(
      String requestId,
      ChronoUnit unit,
      int count,
      Plan.Mood mood,
      Plan.Birth birth,
      int freePeriods,
      boolean managed,
      CatchUp catchUp,
      List<Act> acts) {
    Instant start = begins.plus(Duration.ofMinutes(dice.nextInt(4) == 0 ? dice.nextInt(3000) : 0));
    return new Plan(
        dice.nextInt(3) == 0 ? Parties.BY_ENDPOINTS : Parties.BY_URL,
        requestId,
        ZonedDateTime.ofInstant(start, oneOf(ZONES)).truncatedTo(ChronoUnit.SECONDS),
        unit,
        count,
        100 + dice.nextInt(9900),
        mood,
        birth,
        freePeriods,
        managed,
        dice.nextInt(4) == 0,
        dice.nextInt(3) == 0,
        catchUp,
        acts);
  }

  /** Half of all subscriptions are left alone; the others are asked much. */
  private List<Act> acts(boolean managed) {
    List<Act> acts = new ArrayList<>();
    int count = dice.nextBoolean() ? 0 : 1 + dice.nextInt(7);
    Instant at = begins;
    for (int number = 1; number <= count; number++) {
      at = at.plus(Duration.ofMinutes(1)).plus(upTo(Duration.ofDays(dice.nextInt(3) == 0 ? 9 : 3)));
      Act.Kind byHand = number % 3 == 0 ? Act.Kind.PRICE_NEXT : Act.Kind.CHARGE;
      Act.Kind kind = managed || dice.nextBoolean() ? anyKind() : byHand;
      boolean pauses = !acts.isEmpty() && acts.getLast().kind() == Act.Kind.PAUSE;
      acts.add(new Act(pauses && dice.nextBoolean() ? Act.Kind.RESUME : kind, at, number));
    }
    return acts;
  }

  private Act.Kind anyKind() {
    return oneOf(List.of(Act.Kind.values()));
  }

  private Duration upTo(Duration max) {
    return Duration.ofMinutes(dice.nextLong(max.toMinutes() + 1));
  }

  private <T> T oneOf(List<T> all) {
    return all.get(dice.nextInt(all.size()));
  }
}
