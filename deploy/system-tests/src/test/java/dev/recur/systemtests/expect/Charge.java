package dev.recur.systemtests.expect;

import java.time.Instant;

/**
 * One line of the sandbox channel's ledger, but for how often its key was presented: what a crash
 * may not change.
 *
 * @param key the attempt's idempotency key
 * @param operation CHARGE or REFUND
 * @param what what the money is for
 * @param paymentId the payment
 * @param outcome the present truth
 * @param at time on the subscription's clock at which it was asked
 */
public record Charge(
    String key,
    String operation,
    Purpose what,
    String paymentId,
    long amountMinor,
    String currency,
    String outcome,
    Instant at) {

  static final String CHARGE = "CHARGE";
  static final String SUCCEEDED = "SUCCEEDED";
  static final String DECLINED_SOFT = "DECLINED_SOFT";

  /** True when money was taken. */
  boolean tookMoney() {
    return operation.equals(CHARGE) && outcome.equals(SUCCEEDED);
  }
}
