package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CalendarPropertiesTest {

  @Property
  void periodEndsWhereTheNextBegins(
      @ForAll("anchors") Instant anchor,
      @ForAll("zones") ZoneId zone,
      @ForAll PeriodUnit unit,
      @ForAll @IntRange(min = 1, max = 36) int count,
      @ForAll @IntRange(min = 1, max = 200) int number) {
    Calendar calendar = new Calendar(anchor, 1, zone, new PeriodRule(unit, count));
    Period period = calendar.period(number);
    assertThat(period.end()).isEqualTo(calendar.period(number + 1).start());
    assertThat(period.start()).isBefore(period.end());
    assertThat(calendar.startOf(1)).isEqualTo(anchor);
  }

  @Property
  void theAnchorsDayComesBackAfterShorterMonths(
      @ForAll("anchors") Instant anchor,
      @ForAll("zones") ZoneId zone,
      @ForAll @IntRange(min = 1, max = 400) int number) {
    Calendar calendar = new Calendar(anchor, 1, zone, new PeriodRule(PeriodUnit.MONTH, 1));
    int anchorDay = anchor.atZone(zone).getDayOfMonth();
    LocalDate start = calendar.startOf(number).atZone(zone).toLocalDate();
    assertThat(start.getDayOfMonth())
        .isEqualTo(Math.min(anchorDay, YearMonth.from(start).lengthOfMonth()));
  }

  /** Where the local time does not exist it is moved on that day only. */
  @Property
  void theLocalTimeStaysOverDaylightSaving(
      @ForAll("anchors") Instant anchor,
      @ForAll("zones") ZoneId zone,
      @ForAll PeriodUnit unit,
      @ForAll @IntRange(min = 1, max = 400) int number) {
    Calendar calendar = new Calendar(anchor, 1, zone, new PeriodRule(unit, 1));
    ZonedDateTime start = calendar.startOf(number).atZone(zone);
    ZonedDateTime anchored = anchor.atZone(zone);
    boolean skipped =
        zone.getRules()
            .getValidOffsets(start.toLocalDate().atTime(anchored.toLocalTime()))
            .isEmpty();
    if (!skipped) {
      assertThat(start.toLocalTime()).isEqualTo(anchored.toLocalTime());
    }
  }

  @Provide
  Arbitrary<Instant> anchors() {
    return Arbitraries.longs()
        .between(
            Instant.parse("2015-01-01T00:00:00Z").getEpochSecond(),
            Instant.parse("2045-01-01T00:00:00Z").getEpochSecond())
        .map(Instant::ofEpochSecond);
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(
            "Z",
            "+08:00",
            "-03:30",
            "America/New_York",
            "Europe/Berlin",
            "Asia/Manila",
            "Australia/Lord_Howe",
            "America/Sao_Paulo")
        .map(ZoneId::of);
  }
}
