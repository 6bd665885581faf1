package dev.recur.notifier.notice;

/**
 * How long a period is.
 *
 * @param unit what it is counted in
 * @param count how many units it has, from 1
 */
public record PeriodRule(PeriodUnit unit, int count) {}
