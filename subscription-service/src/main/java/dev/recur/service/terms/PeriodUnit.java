package dev.recur.service.terms;

import java.time.temporal.ChronoUnit;

/** What a period is counted in. The names are those of the wire contract. */
public enum PeriodUnit {
  DAY(ChronoUnit.DAYS),
  WEEK(ChronoUnit.WEEKS),
  MONTH(ChronoUnit.MONTHS),
  YEAR(ChronoUnit.YEARS);

  private final ChronoUnit unit;

  PeriodUnit(ChronoUnit unit) {
    this.unit = unit;
  }

  ChronoUnit chronoUnit() {
    return unit;
  }
}
