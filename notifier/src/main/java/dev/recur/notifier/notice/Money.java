package dev.recur.notifier.notice;

/**
 * An amount of money.
 *
 * @param amountMinor in the currency's smallest unit
 * @param currency ISO 4217 code
 */
public record Money(long amountMinor, String currency) {}
