package dev.recur.service.gateway;

import dev.recur.schemas.id.Identity;
import dev.recur.service.gateway.wire.Refusal;
import dev.recur.service.gateway.wire.ResultCode;
import org.jspecify.annotations.Nullable;

/** Ids that merchants send: of one that has not the shape of any, the worker need not be asked. */
final class Ids {

  private Ids() {}

  /** A subscription's id. */
  static String subscription(String subscriptionId) {
    if (!Identity.isSubscriptionId(subscriptionId)) {
      throw noSubscription();
    }
    return subscriptionId;
  }

  /** A payment's id, or a refund's. */
  static String payment(String paymentId) {
    if (!Identity.isPaymentId(paymentId)) {
      throw noPayment();
    }
    return paymentId;
  }

  /**
   * Refuses a request id that has asked for something else before. The worker sees the repeats that
   * reach the same subscription; this is for those that name another. Ask {@link
   * ReadSide#requireCaughtUp} first.
   *
   * @param known what it asked for before, where that is known here
   */
  static void requireSame(String field, @Nullable String known, String asked) {
    if (known != null && !known.equals(asked)) {
      throw new Refusal(
          ResultCode.REPEAT_REQ_INCONSISTENT,
          field + " was sent before with another request: send a new one.");
    }
  }

  /** There is no such subscription, or it is another merchant's. */
  static Refusal noSubscription() {
    return new Refusal(
        ResultCode.SUBSCRIPTION_NOT_EXIST,
        "There is no subscription of this subscriptionId: send one you were given.");
  }

  /** There is no such payment, or it is another merchant's. */
  static Refusal noPayment() {
    return new Refusal(
        ResultCode.ORDER_NOT_EXIST, "There is no payment of this id: send one you were given.");
  }

  /** There is no such refund, or it is another merchant's. */
  static Refusal noRefund() {
    return new Refusal(
        ResultCode.ORDER_NOT_EXIST, "There is no refund of this id: send one you asked for.");
  }
}
