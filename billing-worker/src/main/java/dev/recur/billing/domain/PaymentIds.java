package dev.recur.billing.domain;

import dev.recur.schemas.id.Identity;

/** The identity of a payment, made from what it is for. */
final class PaymentIds {
  private PaymentIds() {}

  static String of(String subscriptionId, Purpose purpose) {
    return switch (purpose) {
      case Purpose.ForPeriod period -> Identity.paymentIdOfPeriod(subscriptionId, period.number());
      case Purpose.ForChange change ->
          Identity.paymentIdOfChange(subscriptionId, change.requestId());
      case Purpose.Manual manual -> Identity.paymentIdOfManual(subscriptionId, manual.requestId());
      case Purpose.ForRefund refund ->
          Identity.paymentIdOfRefund(subscriptionId, refund.requestId());
    };
  }
}
