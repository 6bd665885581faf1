package dev.recur.notifier.audit.rules;

/**
 * An amount.
 *
 * @param minor in the currency's minor units
 * @param currency ISO 4217 code
 */
public record Money(long minor, String currency) {}
