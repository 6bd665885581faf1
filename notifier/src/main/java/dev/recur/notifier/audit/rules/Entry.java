package dev.recur.notifier.audit.rules;

import java.time.Instant;

/**
 * One event of the ledger.
 *
 * @param sequence its number in the subscription, from 1
 * @param at when it happened, on the subscription's clock
 * @param recordedAt real time of its record
 */
public record Entry(long sequence, Instant at, Instant recordedAt, Fact fact) {}
