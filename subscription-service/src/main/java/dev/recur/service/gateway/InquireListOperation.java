package dev.recur.service.gateway;

import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.Answer.Paginator;
import dev.recur.service.gateway.wire.InquireListRequest;
import dev.recur.service.gateway.wire.Refusal;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.gateway.wire.ResultCode;
import dev.recur.service.gateway.wire.SubscriptionInfo;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Subscriptions;
import dev.recur.service.read.Subscriptions.StartingWithin;
import dev.recur.service.read.Subscriptions.SubscriptionPage;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;

/** {@code subscriptions/inquireSubscriptionList}, in the order in which they start. */
@Singleton
final class InquireListOperation implements Operation {

  private final Subscriptions subscriptions;
  private final InstantSource clock;

  InquireListOperation(Subscriptions subscriptions, InstantSource clock) {
    this.subscriptions = subscriptions;
    this.clock = clock;
  }

  @Override
  public String path() {
    return "subscriptions/inquireSubscriptionList";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    InquireListRequest request = InquireListRequest.read(body, clock.instant());
    ReadSide.requireCaughtUp(subscriptions);
    StartingWithin which =
        new StartingWithin(
            caller.clientId(), request.startTimeFrom(), request.startTimeTo(), request::wants);
    SubscriptionPage page =
        subscriptions
            .list(which, request.paging().currentPage(), request.paging().pageSize())
            .orElseThrow(
                () ->
                    new Refusal(
                        ResultCode.PARAM_ILLEGAL,
                        "More than %d subscriptions start between startTimeFrom and startTimeTo:"
                                .formatted(Subscriptions.LISTED_MAX)
                            + " ask for a shorter time."));
    return new Answer.SubscriptionList(
        Result.SUCCESS,
        page.subscriptions().stream()
            .map(
                view ->
                    SubscriptionInfo.of(
                        view, subscriptions.authorisation(view.subscriptionId()), Map.of()))
            .toList(),
        Paginator.of(request.paging(), page.totalCount()));
  }
}
