package dev.recur.service.gateway;

import dev.recur.schemas.id.Identity;
import dev.recur.service.command.Command;
import dev.recur.service.command.Commands;
import dev.recur.service.command.Reply;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.Answer.AmountInfo;
import dev.recur.service.gateway.wire.RefundRequest;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.gateway.wire.ResultCode;
import dev.recur.service.input.Fields;
import dev.recur.service.input.Times;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Payments;
import dev.recur.service.read.RefundView;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import dev.recur.service.terms.RefundTerms;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** {@code payments/refund}. S says that the money went back, U that this is not known yet. */
@Singleton
final class RefundOperation implements Operation {

  private final Commands commands;
  private final Payments payments;
  private final Subscriptions subscriptions;
  private final Telling telling;

  RefundOperation(
      Commands commands, Payments payments, Subscriptions subscriptions, Telling telling) {
    this.commands = commands;
    this.payments = payments;
    this.subscriptions = subscriptions;
    this.telling = telling;
  }

  @Override
  public String path() {
    return "payments/refund";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    RefundTerms terms = RefundRequest.read(body).terms();
    telling.requireReachable(body, "refundNotifyUrl", terms.notificationUrl());
    String subscriptionId = Identity.subscriptionIdOf(Ids.payment(terms.paymentId()));
    String refundId = Identity.paymentIdOfRefund(subscriptionId, terms.requestId());
    ReadSide.requireCaughtUp(subscriptions);
    Ids.requireSame(
        "refundRequestId", payments.refundAskedFor(caller.clientId(), terms.requestId()), refundId);
    Reply reply = commands.ask(new Command.Refund(caller.clientId(), subscriptionId, terms));
    Result result = result(reply, refundId);
    return switch (result.resultStatus()) {
      case S, U ->
          new Answer.Refunded(
              result,
              terms.requestId(),
              refundId,
              terms.paymentId(),
              AmountInfo.of(terms.amount()),
              refundTime(subscriptionId, refundId));
      case F -> new Answer.Plain(result);
    };
  }

  private Result result(Reply reply, String refundId) {
    Result result = Results.of(reply);
    if (result.resultCode().equals(ResultCode.SUBSCRIPTION_NOT_EXIST.name())) {
      return Ids.noPayment().result(); // The caller knows of payments only.
    }
    boolean unanswered = reply.equals(new Reply.Undecided(Reply.Why.NO_ANSWER));
    if (unanswered && payments.refund(refundId) != null) {
      return Result.of(
          ResultCode.REFUND_IN_PROCESS,
          "The channel has not answered yet: repeat the same request, or inquire.");
    }
    return result;
  }

  private @Nullable String refundTime(String subscriptionId, String refundId) {
    RefundView refund = payments.refund(refundId);
    SubscriptionView view = subscriptions.find(subscriptionId);
    return refund == null || view == null || refund.status() != RefundView.Status.SUCCESS
        ? null
        : Times.write(refund.time(), view.zoneId());
  }
}
