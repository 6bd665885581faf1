package dev.recur.service.gateway;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.service.buyer.KeptBuyers;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.InquireSubscriptionRequest;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.gateway.wire.SubscriptionInfo;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import jakarta.inject.Singleton;

/**
 * {@code subscriptions/inquireSubscription}. Of the buyer only the metadata are shown, which are
 * the merchant's own.
 */
@Singleton
final class InquireSubscriptionOperation implements Operation {

  private final Subscriptions subscriptions;
  private final KeptBuyers buyers;

  InquireSubscriptionOperation(Subscriptions subscriptions, KeptBuyers buyers) {
    this.subscriptions = subscriptions;
    this.buyers = buyers;
  }

  @Override
  public String path() {
    return "subscriptions/inquireSubscription";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    String subscriptionId = InquireSubscriptionRequest.read(body).subscriptionId();
    ReadSide.requireCaughtUp(subscriptions);
    SubscriptionView view = subscriptions.find(subscriptionId);
    if (view == null || !view.clientId().equals(caller.clientId())) {
      throw Ids.noSubscription();
    }
    return new Answer.Subscription(
        Result.SUCCESS,
        SubscriptionInfo.of(
            view,
            subscriptions.authorisation(subscriptionId),
            BuyerCommands.known(
                () -> buyers.find(subscriptionId).orElse(BuyerData.NOTHING).metadata())));
  }
}
