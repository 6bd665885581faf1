package dev.recur.billing.domain;

import java.time.Instant;

/**
 * One period of a subscription.
 *
 * @param number from 1; runs on over every change and is never used twice
 * @param start its first moment
 * @param end its end, which is the start of the next
 */
public record Period(int number, Instant start, Instant end) {}
