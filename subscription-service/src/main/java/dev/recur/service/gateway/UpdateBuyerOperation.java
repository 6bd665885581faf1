package dev.recur.service.gateway;

import dev.recur.service.buyer.KeptBuyers;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.gateway.wire.UpdateBuyerRequest;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import jakarta.inject.Singleton;

/**
 * {@code subscriptions/updateBuyer}, beyond Antom. The worker is not asked: a buyer's data decide
 * nothing it knows of. It may be repeated, and needs no id for that.
 */
@Singleton
final class UpdateBuyerOperation implements Operation {

  private final Subscriptions subscriptions;
  private final KeptBuyers buyers;

  UpdateBuyerOperation(Subscriptions subscriptions, KeptBuyers buyers) {
    this.subscriptions = subscriptions;
    this.buyers = buyers;
  }

  @Override
  public String path() {
    return "subscriptions/updateBuyer";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    UpdateBuyerRequest request = UpdateBuyerRequest.read(body);
    String subscriptionId = Ids.subscription(request.subscriptionId());
    ReadSide.requireCaughtUp(subscriptions);
    SubscriptionView view = subscriptions.find(subscriptionId);
    if (view == null || !view.clientId().equals(caller.clientId())) {
      throw Ids.noSubscription();
    }
    BuyerCommands.writing(
        () -> buyers.change(caller.clientId(), subscriptionId, request::appliedTo));
    return new Answer.Plain(Result.SUCCESS);
  }
}
