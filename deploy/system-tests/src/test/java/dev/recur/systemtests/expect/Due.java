package dev.recur.systemtests.expect;

import java.time.OffsetDateTime;

/**
 * A period that falls due.
 *
 * @param period its number, from 1
 * @param start when it starts
 * @param end when it ends, which is when the next one starts
 * @param amountMinor its price; 0 is free
 * @param dueAt when its price is asked for
 */
public record Due(
    int period, OffsetDateTime start, OffsetDateTime end, long amountMinor, OffsetDateTime dueAt) {}
