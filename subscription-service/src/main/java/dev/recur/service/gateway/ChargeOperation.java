package dev.recur.service.gateway;

import dev.recur.schemas.id.Identity;
import dev.recur.service.command.Command;
import dev.recur.service.command.Commands;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.ChargeRequest;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Payments;
import dev.recur.service.read.Subscriptions;
import jakarta.inject.Singleton;

/**
 * {@code subscriptions/charge}. S says that the payment is asked for; what comes of it is told by
 * notifyPayment, and by {@code payments/inquiryPayment}.
 */
@Singleton
final class ChargeOperation implements Operation {

  private final Commands commands;
  private final Subscriptions subscriptions;
  private final Payments payments;

  ChargeOperation(Commands commands, Subscriptions subscriptions, Payments payments) {
    this.commands = commands;
    this.subscriptions = subscriptions;
    this.payments = payments;
  }

  @Override
  public String path() {
    return "subscriptions/charge";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    ChargeRequest request = ChargeRequest.read(body);
    String subscriptionId = Ids.subscription(request.subscriptionId());
    String paymentId = Identity.paymentIdOfManual(subscriptionId, request.paymentRequestId());
    ReadSide.requireCaughtUp(subscriptions);
    Ids.requireSame(
        "paymentRequestId",
        payments.paymentAskedFor(caller.clientId(), request.paymentRequestId()),
        paymentId);
    Result result =
        Results.of(
            commands.ask(
                new Command.Charge(
                    caller.clientId(),
                    subscriptionId,
                    request.paymentRequestId(),
                    request.paymentAmount())));
    return switch (result.resultStatus()) {
      case S, U -> new Answer.Charged(result, paymentId);
      case F -> new Answer.Plain(result);
    };
  }
}
