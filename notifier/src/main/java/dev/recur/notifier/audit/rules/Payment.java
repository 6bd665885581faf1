package dev.recur.notifier.audit.rules;

import java.util.OptionalInt;

/**
 * What a payment is about.
 *
 * @param id its identity at the channel
 * @param ownPeriod the period whose price it is; empty for a difference or a charge by the merchant
 */
public record Payment(String id, OptionalInt ownPeriod, Money money) {}
