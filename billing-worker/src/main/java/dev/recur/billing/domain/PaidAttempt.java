package dev.recur.billing.domain;

import java.util.Optional;

/**
 * An attempt that succeeded, so one amount of money that can go back.
 *
 * @param number of the attempt, from 1; 0 where an earlier release kept the payment and not this
 * @param method that paid; empty where an earlier release kept the payment and not this
 * @param reference the channel's own id for it
 */
public record PaidAttempt(int number, Optional<PaymentMethod> method, Optional<String> reference) {}
