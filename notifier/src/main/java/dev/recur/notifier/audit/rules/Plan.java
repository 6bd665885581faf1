package dev.recur.notifier.audit.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was agreed at the beginning and never changes.
 *
 * @param clock the test clock; empty: the live one
 * @param expiry until when the buyer may agree
 * @param cycles how many periods there are
 * @param lead how long before a period's start its charge falls due
 * @param managed true when each period is charged by itself
 */
public record Plan(
    Optional<String> clock, Instant expiry, OptionalInt cycles, Duration lead, boolean managed) {}
