package dev.recur.notifier.notice;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * A payment, as the ledger tells of it.
 *
 * @param paymentId its identity
 * @param period number of the period it pays for; empty where it is not for a period alone
 * @param amount how much
 * @param createdAt when it was first asked for, on the subscription's clock
 * @param periodStart start of the period it concerns
 * @param periodEnd end of that period
 */
public record Payment(
    String paymentId,
    OptionalInt period,
    Money amount,
    Instant createdAt,
    Instant periodStart,
    Instant periodEnd) {}
