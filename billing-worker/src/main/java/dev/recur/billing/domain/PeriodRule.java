package dev.recur.billing.domain;

/**
 * How long one period is.
 *
 * @param unit what it is counted in
 * @param count how many units, 1 or more
 */
public record PeriodRule(PeriodUnit unit, int count) {}
