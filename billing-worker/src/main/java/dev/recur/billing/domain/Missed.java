package dev.recur.billing.domain;

/**
 * A period that was over before anything could be charged for it.
 *
 * @param period the period
 * @param amount its price
 */
public record Missed(Period period, Money amount) {}
