package dev.recur.notifier.notice;

/** What a period is counted in; the names are those of the wire. */
public enum PeriodUnit {
  DAY,
  WEEK,
  MONTH,
  YEAR
}
