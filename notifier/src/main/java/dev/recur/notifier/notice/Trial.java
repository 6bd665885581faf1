package dev.recur.notifier.notice;

/**
 * A range of periods with a price of their own.
 *
 * @param startPeriod first period of the range, from 1
 * @param endPeriod last period of the range
 */
public record Trial(int startPeriod, int endPeriod) {

  boolean covers(int period) {
    return startPeriod <= period && period <= endPeriod;
  }
}
