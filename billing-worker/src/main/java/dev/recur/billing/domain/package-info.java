/**
 * The billing rules, pure: {@link dev.recur.billing.domain.Decider} says what follows from an
 * input, {@link dev.recur.billing.domain.Evolver} what an event does to the state, {@link
 * dev.recur.billing.domain.Agenda} when a subscription next wants to be woken. Nothing in here
 * knows Kafka, Avro, a clock or a logger, so every decision can be made again from the ledger.
 */
@NullMarked
package dev.recur.billing.domain;

import org.jspecify.annotations.NullMarked;
