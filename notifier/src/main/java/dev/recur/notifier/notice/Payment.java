package dev.recur.notifier.notice;

import java.time.Instant;

/**
 * A payment, as the ledger tells of it.
 *
 * @param paymentId its identity
 * @param purpose what it is for
 * @param amount how much
 * @param createdAt when it was first asked for, on the subscription's clock
 * @param period number of the period it concerns, from 1; a difference or a merchant's own charge
 *     concerns the one in which it was first asked for
 * @param periodStart start of that period
 * @param periodEnd end of that period
 */
public record Payment(
    String paymentId,
    Purpose purpose,
    Money amount,
    Instant createdAt,
    int period,
    Instant periodStart,
    Instant periodEnd) {}
