package dev.recur.billing.domain;

/**
 * An amount of money.
 *
 * @param amountMinor in the currency's smallest unit (ISO 4217 minor units)
 * @param currency ISO 4217 code
 */
public record Money(long amountMinor, String currency) {
  boolean isZero() {
    return amountMinor == 0;
  }
}
