package dev.recur.notifier.notice;

import java.time.temporal.ChronoUnit;

/** What a period is counted in; the names are those of the wire. */
public enum PeriodUnit {
  DAY,
  WEEK,
  MONTH,
  YEAR;

  ChronoUnit chronoUnit() {
    return switch (this) {
      case DAY -> ChronoUnit.DAYS;
      case WEEK -> ChronoUnit.WEEKS;
      case MONTH -> ChronoUnit.MONTHS;
      case YEAR -> ChronoUnit.YEARS;
    };
  }
}
