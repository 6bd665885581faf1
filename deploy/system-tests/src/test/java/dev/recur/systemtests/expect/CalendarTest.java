package dev.recur.systemtests.expect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test's own calendar against the seeds' worked examples. */
class CalendarTest {

  @Test
  void monthly_shouldBeAsSeed001() {
    // Charge 1 at the start, charge 2 at 2026-04-12T18:20:29 for the period of 2026-04-13T18:15:29,
    // period 3 of 2026-05-13T18:15:29 charged at 2026-05-12T18:20:29.
    OffsetDateTime start = at("2026-03-13T18:15:29+08:00");
    Calendar calendar = new Calendar(Offer.monthly("r", start, 3000, "USD"), start);

    assertThat(calendar.dueBy(at("2026-05-13T00:00:00+08:00")))
        .containsExactly(
            new Due(1, start, at("2026-04-13T18:15:29+08:00"), 3000, start),
            new Due(
                2,
                at("2026-04-13T18:15:29+08:00"),
                at("2026-05-13T18:15:29+08:00"),
                3000,
                at("2026-04-12T18:20:29+08:00")),
            new Due(
                3,
                at("2026-05-13T18:15:29+08:00"),
                at("2026-06-13T18:15:29+08:00"),
                3000,
                at("2026-05-12T18:20:29+08:00")));
  }

  @Test
  void freeTrial_shouldBeAsSeed003() {
    OffsetDateTime now = at("2025-03-12T16:15:29+08:00");
    Offer offer =
        Offer.monthly("r", at("2025-02-19T16:15:29+08:00"), 800, "HKD").withTrial(1, 1, 0);

    List<Due> due = new Calendar(offer, now).dueBy(at("2025-04-01T00:00:00+08:00"));

    assertThat(due)
        .containsExactly(
            new Due(1, at("2025-02-19T16:15:29+08:00"), at("2025-03-19T16:15:29+08:00"), 0, now),
            new Due(
                2,
                at("2025-03-19T16:15:29+08:00"),
                at("2025-04-19T16:15:29+08:00"),
                800,
                at("2025-03-18T16:20:29+08:00")));
    assertThat(ChronoUnit.DAYS.between(now, due.getLast().start())).isEqualTo(7);
  }

  @Test
  void thirtyFirst_shouldComeBackAfterFebruary() {
    OffsetDateTime start = at("2027-01-31T10:00:00+00:00");
    Calendar calendar = new Calendar(Offer.monthly("r", start, 1, "EUR"), start);

    assertThat(List.of(calendar.startOf(2), calendar.startOf(3), calendar.startOf(14)))
        .containsExactly(
            at("2027-02-28T10:00:00+00:00"),
            at("2027-03-31T10:00:00+00:00"),
            at("2028-02-29T10:00:00+00:00"));
  }

  @Test
  void daily_shouldNotBeAskedBeforeThePrecedingDay() {
    OffsetDateTime start = at("2027-01-01T10:00:00+00:00");
    Offer offer = Offer.monthly("r", start, 1, "EUR").every(1, ChronoUnit.DAYS);

    // 23 h 55 min before the second day is five minutes after the first day's start.
    assertThat(new Calendar(offer, start).due(2).dueAt())
        .isEqualTo(at("2027-01-01T10:05:00+00:00"));
  }

  @Test
  void periodAt_shouldBeTheRunningOne() {
    OffsetDateTime start = at("2027-01-01T10:00:00+00:00");
    Calendar calendar = new Calendar(Offer.monthly("r", start, 1, "EUR"), start);

    assertThat(calendar.periodAt(start.minusSeconds(1))).isZero();
    assertThat(calendar.periodAt(start)).isEqualTo(1);
    assertThat(calendar.periodAt(at("2027-02-01T09:59:59+00:00"))).isEqualTo(1);
    assertThat(calendar.periodAt(at("2027-02-01T10:00:00+00:00"))).isEqualTo(2);
  }

  private static OffsetDateTime at(String text) {
    return OffsetDateTime.parse(text);
  }
}
