package dev.recur.notifier.notice;

import java.time.Instant;
import java.util.Optional;

/**
 * What an update changes of the terms that merchants are told. What is empty stays as it is.
 *
 * @param description what the buyer reads in the statement
 * @param price of a period that no trial covers
 * @param periodRule how long a period is
 * @param endTime no period starts at or after it
 */
public record Amendment(
    Optional<String> description,
    Optional<Money> price,
    Optional<PeriodRule> periodRule,
    Optional<Instant> endTime) {}
