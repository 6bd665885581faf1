package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Periods of whole lives, whatever anchor, zone and rule, and whatever updates come between. */
class SchedulePropertiesTest {

  /**
   * An update, some time after the one before.
   *
   * @param afterHours how long after
   * @param moveHours how far ahead the next period is moved to; 0: not at all
   * @param awaited true when it waits for the next period
   */
  record Step(int afterHours, PeriodUnit unit, int count, int moveHours, boolean awaited) {
    void in(Diary diary, int number) {
      diary.until(diary.now().plus(Duration.ofHours(afterHours)));
      NewTerms terms = NewTerms.of("u-" + number);
      if (count > 0) {
        terms.every(count, unit);
      }
      if (moveHours > 0 && !awaited) {
        terms.nextPeriodAt(diary.now().plus(Duration.ofHours(moveHours)).toString());
      }
      if (awaited) {
        terms.fromTheNextPeriod();
      }
      // Refused ones are part of it: they may change nothing.
      diary.update(terms);
    }
  }

  @Property(tries = 300)
  void aPeriodEndsWhereTheNextOneBegins(
      @ForAll("anchors") Instant anchor,
      @ForAll("zones") String zone,
      @ForAll PeriodUnit unit,
      @ForAll @IntRange(min = 1, max = 5) int count,
      @ForAll @Size(max = 8) List<@From("steps") Step> steps) {
    Diary diary = born(anchor, zone, unit, count);
    for (int number = 0; number < steps.size(); number++) {
      steps.get(number).in(diary, number);
      assertThat(diary.live().currentPeriod().orElseThrow().end())
          .isEqualTo(diary.live().schedule().startOf(diary.live().progress().current() + 1));
    }
    diary.until(diary.live().schedule().startOf(diary.live().progress().current() + 3));

    List<Period> periods =
        diary.all().stream()
            .filter(Event.PeriodStarted.class::isInstance)
            .map(event -> ((Event.PeriodStarted) event).period())
            .toList();
    assertThat(periods.getFirst().number()).isEqualTo(1);
    assertThat(periods.getFirst().start()).isEqualTo(anchor);
    for (int i = 1; i < periods.size(); i++) {
      Period before = periods.get(i - 1);
      Period after = periods.get(i);
      assertThat(after.number()).isEqualTo(before.number() + 1);
      assertThat(after.start()).isAfter(before.start());
      // Only a moved date makes a period end otherwise than it was told when it began.
      if (steps.stream().allMatch(step -> step.moveHours() == 0 || step.awaited())) {
        assertThat(after.start()).isEqualTo(before.end());
      }
    }
  }

  /** What was paid for is what is served: each period has one payment, for its own dates. */
  @Property(tries = 200)
  void everyPeriodIsChargedOnceForItsOwnDates(
      @ForAll("anchors") Instant anchor,
      @ForAll("zones") String zone,
      @ForAll PeriodUnit unit,
      @ForAll @IntRange(min = 1, max = 5) int count,
      @ForAll @Size(max = 6) List<@From("steps") Step> steps) {
    Diary diary = born(anchor, zone, unit, count);
    for (int number = 0; number < steps.size(); number++) {
      steps.get(number).in(diary, number);
    }
    diary.until(diary.live().schedule().startOf(diary.live().progress().current() + 3));
    List<Payment> payments =
        diary.all().stream()
            .filter(Event.ChargeSucceeded.class::isInstance)
            .map(event -> ((Event.ChargeSucceeded) event).payment())
            .toList();
    assertThat(payments)
        .extracting(payment -> payment.period().number())
        .doesNotHaveDuplicates()
        .isSorted();
    diary.all().stream()
        .filter(Event.PeriodStarted.class::isInstance)
        .map(event -> ((Event.PeriodStarted) event).period())
        .forEach(
            period ->
                assertThat(payments)
                    .filteredOn(payment -> payment.period().number() == period.number())
                    .singleElement()
                    .satisfies(
                        payment -> assertThat(payment.period().start()).isEqualTo(period.start())));
  }

  /** Day 29, 30 or 31 comes back after a shorter month, in every life. */
  @Property(tries = 150)
  void theAnchorsDayComesBack(
      @ForAll("anchors") Instant anchor,
      @ForAll("zones") String zone,
      @ForAll @IntRange(min = 1, max = 5) int count) {
    Diary diary = born(anchor, zone, PeriodUnit.MONTH, count);
    diary.until(diary.live().schedule().startOf(20));
    int day = anchor.atZone(ZoneId.of(zone)).getDayOfMonth();
    starts(diary, zone)
        .forEach(
            start ->
                assertThat(start.getDayOfMonth())
                    .isEqualTo(Math.min(day, YearMonth.from(start).lengthOfMonth())));
  }

  /** A leap day comes back every four years, and lies on the 28th in between. */
  @Property(tries = 20)
  void theLeapDayComesBack(@ForAll("zones") String zone) {
    ZonedDateTime leapDay = ZonedDateTime.of(2028, 2, 29, 12, 0, 0, 0, ZoneId.of(zone));
    Diary diary = born(leapDay.toInstant(), zone, PeriodUnit.YEAR, 1);
    diary.until(diary.live().schedule().startOf(10));
    starts(diary, zone)
        .forEach(
            start ->
                assertThat(start.toLocalDate())
                    .isEqualTo(
                        LocalDate.of(
                            start.getYear(), 2, start.toLocalDate().isLeapYear() ? 29 : 28)));
  }

  /** The local time stays, except on a day without it, and is back with the next period. */
  @Property(tries = 200)
  void daylightSavingNeverMovesTheLocalTime(
      @ForAll("anchors") Instant anchor,
      @ForAll("regions") String zone,
      @ForAll PeriodUnit unit,
      @ForAll @IntRange(min = 1, max = 3) int count) {
    Diary diary = born(anchor, zone, unit, count);
    diary.until(diary.live().schedule().startOf(unit == PeriodUnit.YEAR ? 12 : 60));
    LocalTime time = anchor.atZone(ZoneId.of(zone)).toLocalTime();
    List<ZonedDateTime> starts = starts(diary, zone);
    for (int i = 0; i < starts.size(); i++) {
      ZonedDateTime start = starts.get(i);
      boolean hasTime = hasTime(start, time);
      if (hasTime) {
        assertThat(start.toLocalTime()).isEqualTo(time);
      } else {
        assertThat(start.toLocalTime()).as("later on that day").isAfter(time);
        boolean nextHasTime = i + 1 < starts.size() && hasTime(starts.get(i + 1), time);
        assertThat(!nextHasTime || starts.get(i + 1).toLocalTime().equals(time)).isTrue();
      }
    }
  }

  private static boolean hasTime(ZonedDateTime on, LocalTime time) {
    return !on.getZone().getRules().getValidOffsets(on.toLocalDate().atTime(time)).isEmpty();
  }

  private static Diary born(Instant anchor, String zone, PeriodUnit unit, int count) {
    return Diary.approved(
        anchor.toString(), Offer.from(anchor.toString()).in(zone).every(count, unit).build());
  }

  private static List<ZonedDateTime> starts(Diary diary, String zone) {
    return diary.all().stream()
        .filter(Event.PeriodStarted.class::isInstance)
        .map(event -> ((Event.PeriodStarted) event).period().start().atZone(ZoneId.of(zone)))
        .toList();
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 2000),
            Arbitraries.of(PeriodUnit.values()),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 1500),
            Arbitraries.of(true, false))
        .as(Step::new);
  }

  @Provide
  Arbitrary<Instant> anchors() {
    Arbitrary<Instant> any =
        Arbitraries.longs()
            .between(
                Instant.parse("2025-01-01T00:00:00Z").getEpochSecond(),
                Instant.parse("2045-01-01T00:00:00Z").getEpochSecond())
            .map(Instant::ofEpochSecond);
    // Month ends, and the hours in which clocks are put forward, more often than chance has them.
    Arbitrary<Instant> hard =
        Arbitraries.of(
                "2028-02-29T02:30:00Z",
                "2026-01-31T23:30:00Z",
                "2026-08-31T00:00:00Z",
                "2026-01-30T16:30:00Z",
                "2026-03-07T07:30:00Z",
                "2026-03-28T01:30:00Z",
                "2026-10-03T15:45:00Z",
                "2026-12-31T23:59:59Z")
            .map(Instant::parse);
    return Arbitraries.oneOf(any, hard);
  }

  @Provide
  Arbitrary<String> zones() {
    return Arbitraries.oneOf(Arbitraries.of("Z", "+08:00", "-03:30", "+14:00"), regions());
  }

  @Provide
  Arbitrary<String> regions() {
    return Arbitraries.of(
        "America/New_York",
        "Europe/Berlin",
        "Asia/Manila",
        "Australia/Lord_Howe",
        "America/Sao_Paulo",
        "Africa/Casablanca",
        "Pacific/Chatham");
  }
}
