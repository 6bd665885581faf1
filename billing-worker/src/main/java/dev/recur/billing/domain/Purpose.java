package dev.recur.billing.domain;

/** What a payment is for. The identity of the payment is made from it. */
public sealed interface Purpose {
  /**
   * The price of one period.
   *
   * @param number of the period, from 1
   */
  record ForPeriod(int number) implements Purpose {}

  /**
   * The difference in price that an update asked for.
   *
   * @param requestId the merchant's id for the update
   */
  record ForChange(String requestId) implements Purpose {}

  /**
   * A charge that the merchant triggered.
   *
   * @param requestId the merchant's id for the payment
   */
  record Manual(String requestId) implements Purpose {}

  /**
   * Money back.
   *
   * @param requestId the merchant's id for the refund
   */
  record ForRefund(String requestId) implements Purpose {}
}
