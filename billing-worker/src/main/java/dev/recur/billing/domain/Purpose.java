package dev.recur.billing.domain;

/** What a payment is for. The identity of the payment is made from it. */
public sealed interface Purpose {
  /**
   * The price of one period.
   *
   * @param number of the period, from 1
   */
  record ForPeriod(int number) implements Purpose {}
}
