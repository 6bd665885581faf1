package dev.recur.notifier.notice;

/** What a payment is for. */
public sealed interface Purpose {

  /**
   * A period.
   *
   * @param number of the period, from 1
   */
  record Period(int number) implements Purpose {}

  /**
   * The difference that an update settles at once.
   *
   * @param requestId the merchant's id of the update
   */
  record Change(String requestId) implements Purpose {}

  /**
   * A charge that the merchant triggered.
   *
   * @param requestId the merchant's id of the payment
   */
  record Manual(String requestId) implements Purpose {}
}
