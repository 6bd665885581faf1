package dev.recur.billing.domain;

/**
 * A price of its own for a range of periods.
 *
 * @param startPeriod first period, from 1
 * @param endPeriod last period, never before the first
 * @param price of each period in the range; 0 is free
 */
public record Trial(int startPeriod, int endPeriod, Money price) {
  boolean covers(int period) {
    return startPeriod <= period && period <= endPeriod;
  }
}
