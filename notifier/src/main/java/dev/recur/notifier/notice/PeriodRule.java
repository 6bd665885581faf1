package dev.recur.notifier.notice;

import java.time.Instant;
import java.time.ZoneId;

/**
 * How long a period is.
 *
 * @param unit what it is counted in
 * @param count how many units it has, from 1
 */
public record PeriodRule(PeriodUnit unit, int count) {

  /**
   * When a period starts: counted from the anchor and never from the period before, so that a 31st
   * comes back after a February.
   *
   * @param anchor start of period 1
   * @param zone where the calendar is counted
   * @param period number of the period, from 1
   */
  public Instant start(Instant anchor, ZoneId zone, int period) {
    long units = Math.multiplyExact((long) count, period - 1L);
    return anchor.atZone(zone).plus(units, unit.chronoUnit()).toInstant();
  }
}
