package dev.recur.billing.domain;

import java.time.Instant;
import java.time.ZoneId;

/**
 * When periods start: always counted from the anchor, never from the period before, so that the
 * 31st comes back after February and a local time comes back after a day that did not have it.
 *
 * @param anchor start of the anchor period
 * @param anchorPeriod number of the period that starts at the anchor
 * @param zone offset or region whose local time is kept
 * @param rule how long one period is
 */
public record Calendar(Instant anchor, int anchorPeriod, ZoneId zone, PeriodRule rule) {

  /**
   * A period's start: {@code anchor + (number - anchorPeriod) × count × unit}, clamped to the
   * month's last day, in the anchor's own zone.
   *
   * @param number the period's number, from 1
   */
  public Instant startOf(int number) {
    long units = Math.multiplyExact((long) (number - anchorPeriod), rule.count());
    return anchor.atZone(zone).plus(units, rule.unit().chronoUnit()).toInstant();
  }

  /** The period with this number. */
  public Period period(int number) {
    return new Period(number, startOf(number), startOf(number + 1));
  }
}
