package dev.recur.service.terms;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.time.ZoneId;

/**
 * How long one period is.
 *
 * @param count how many units, 1 or more
 */
@Serdeable
public record PeriodRule(PeriodUnit unit, int count) {

  /**
   * When a period starts: counted from the anchor and never from the period before, so that a 31st
   * comes back after a February. For display only; the billing worker decides what is charged when.
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
