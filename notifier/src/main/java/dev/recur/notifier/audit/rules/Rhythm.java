package dev.recur.notifier.audit.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Where periods are counted from.
 *
 * @param anchor start of the anchor period
 * @param anchorPeriod its number
 * @param unit days, weeks, months or years
 * @param count how many of them a period has
 */
public record Rhythm(Instant anchor, int anchorPeriod, ChronoUnit unit, int count) {

  /**
   * A period's start, counted from the anchor and clamped to the month's last day.
   *
   * @param zone whose local time is kept
   */
  Instant startOf(int period, ZoneId zone) {
    long units = Math.multiplyExact((long) period - anchorPeriod, count);
    return anchor.atZone(zone).plus(units, unit).toInstant();
  }
}
