package dev.recur.schemas.method;

/**
 * What a plan needs of a payment method.
 *
 * @param currency of all its amounts, an ISO 4217 code
 * @param managed true when it is charged by itself, false when only the merchant's call charges it
 * @param signOnly true when nothing is charged at the buyer's authorisation
 * @param zeroAmount true when any of its periods costs nothing
 */
public record MethodUse(String currency, boolean managed, boolean signOnly, boolean zeroAmount) {}
