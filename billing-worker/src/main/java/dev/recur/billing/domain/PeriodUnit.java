package dev.recur.billing.domain;

import java.time.temporal.ChronoUnit;

/** What a period is counted in. The bound keeps one period within about a hundred years. */
public enum PeriodUnit {
  DAY(ChronoUnit.DAYS, 36_500),
  WEEK(ChronoUnit.WEEKS, 5_200),
  MONTH(ChronoUnit.MONTHS, 1_200),
  YEAR(ChronoUnit.YEARS, 100);

  private final ChronoUnit chronoUnit;
  private final int countMax;

  PeriodUnit(ChronoUnit chronoUnit, int countMax) {
    this.chronoUnit = chronoUnit;
    this.countMax = countMax;
  }

  ChronoUnit chronoUnit() {
    return chronoUnit;
  }

  /** Most units that one period may have. */
  int countMax() {
    return countMax;
  }
}
