package dev.recur.billing.domain;

import java.util.Optional;

/**
 * A refund that has no final outcome yet.
 *
 * @param facts what it is about
 * @param collection its one attempt, and what that waits for
 * @param commandId the command that waits for the outcome
 */
public record Refund(Facts facts, Collection collection, Optional<String> commandId) {

  /**
   * What a refund is about.
   *
   * @param refund the refund as a payment of its own: identity, amount, and the period whose
   *     payment goes back
   * @param refundedPaymentId the payment whose money goes back
   * @param source the attempt of it whose money goes back
   * @param paid that payment's amount
   * @param refundedMinor what of it has gone back or is on its way, as this leaves it
   * @param notificationUrl receives notifyRefund
   * @param byUpdate true when an update of the subscription asked for it
   */
  public record Facts(
      Payment refund,
      String refundedPaymentId,
      PaidAttempt source,
      Money paid,
      long refundedMinor,
      Optional<String> notificationUrl,
      boolean byUpdate) {

    /** The same, with another sum of refunds of that payment. */
    Facts leaving(long refundedMinorNow) {
      return new Facts(
          refund, refundedPaymentId, source, paid, refundedMinorNow, notificationUrl, byUpdate);
    }
  }

  Refund in(Collection next) {
    return new Refund(facts, next, commandId);
  }

  String refundId() {
    return facts.refund().paymentId();
  }
}
