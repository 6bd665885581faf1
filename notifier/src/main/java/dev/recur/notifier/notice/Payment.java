package dev.recur.notifier.notice;

import java.time.Instant;

/**
 * A payment, as the ledger tells of it.
 *
 * @param paymentId its identity
 * @param purpose what it is for
 * @param amount how much
 * @param createdAt when it was first asked for, on the subscription's clock
 * @param periodStart start of the period it concerns
 * @param periodEnd end of that period
 */
public record Payment(
    String paymentId,
    Purpose purpose,
    Money amount,
    Instant createdAt,
    Instant periodStart,
    Instant periodEnd) {}
