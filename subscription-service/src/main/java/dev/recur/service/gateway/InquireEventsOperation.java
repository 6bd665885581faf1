package dev.recur.service.gateway;

import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.InquireEventsRequest;
import dev.recur.service.gateway.wire.Refusal;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.gateway.wire.ResultCode;
import dev.recur.service.history.EventLog;
import dev.recur.service.history.EventLog.Page;
import dev.recur.service.history.HistoryUnavailableException;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import jakarta.inject.Singleton;

/**
 * {@code subscriptions/inquireEvents}, beyond Antom: with it a merchant closes any gap in its
 * webhooks.
 */
@Singleton
final class InquireEventsOperation implements Operation {

  private final Subscriptions subscriptions;
  private final EventLog log;

  InquireEventsOperation(Subscriptions subscriptions, EventLog log) {
    this.subscriptions = subscriptions;
    this.log = log;
  }

  @Override
  public String path() {
    return "subscriptions/inquireEvents";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    InquireEventsRequest request = InquireEventsRequest.read(body);
    ReadSide.requireCaughtUp(subscriptions);
    try {
      Page page = page(caller, request);
      return new Answer.Events(Result.SUCCESS, page.events(), page.next(), page.more());
    } catch (HistoryUnavailableException e) {
      throw new Refusal(
          ResultCode.UNKNOWN_EXCEPTION, "Events cannot be read now: repeat the request later.");
    }
  }

  private Page page(MerchantProfile caller, InquireEventsRequest request) {
    String subscriptionId = request.subscriptionId();
    if (subscriptionId == null) {
      return log.ofMerchant(caller.clientId(), request.afterPosition(), request.limit());
    }
    SubscriptionView view = subscriptions.find(subscriptionId);
    if (view == null || !view.clientId().equals(caller.clientId())) {
      throw Ids.noSubscription();
    }
    return log.ofSubscription(subscriptionId, request.afterSequence(), request.limit());
  }
}
