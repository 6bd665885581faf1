package dev.recur.service.gateway;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.gateway.wire.SubscribingPayment;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Payments;
import dev.recur.service.read.Subscriptions;

/** What the calls that begin a subscription with a payment have in common. */
final class Subscribing {

  private Subscribing() {}

  /**
   * The id of the subscription that a payment begins.
   *
   * @throws dev.recur.service.gateway.wire.Refusal when the payment's id asked for another before,
   *     or that is not known yet
   */
  static String subscriptionId(
      MerchantProfile caller,
      Fields body,
      SubscribingPayment request,
      Subscriptions subscriptions,
      Payments payments,
      Telling telling) {
    if (request.testClockId() != null && !caller.sandbox()) {
      throw body.refuse("testClockId", "is for sandbox clients: leave it out.");
    }
    Fields info = body.object("subscriptionInfo");
    String name = "subscriptionNotifyUrl";
    Telling.requireSomebody(caller, info, name, request.subscriptionNotifyUrl());
    telling.requireReachable(info, name, request.subscriptionNotifyUrl());
    telling.requireReachable(body, "paymentNotifyUrl", request.paymentNotifyUrl());
    String subscriptionId =
        Identity.subscriptionId(Origin.PAY, caller.clientId(), request.paymentRequestId());
    ReadSide.requireCaughtUp(subscriptions);
    Ids.requireSame(
        "paymentRequestId",
        payments.paymentAskedFor(caller.clientId(), request.paymentRequestId()),
        Identity.paymentIdOfPeriod(subscriptionId, 1));
    return subscriptionId;
  }
}
