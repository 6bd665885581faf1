package dev.recur.billing.domain;

import java.time.Instant;

/**
 * A payment: one identity, however many attempts it takes.
 *
 * @param paymentId made from what it is for
 * @param purpose what it is for
 * @param amount how much
 * @param createdAt when it was first asked for, on the subscription's clock
 * @param period the period it pays for
 */
public record Payment(
    String paymentId, Purpose purpose, Money amount, Instant createdAt, Period period) {}
