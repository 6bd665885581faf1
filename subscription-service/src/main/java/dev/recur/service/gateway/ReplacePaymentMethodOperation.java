package dev.recur.service.gateway;

import dev.recur.service.command.Reply;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.ReplacePaymentMethodRequest;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import jakarta.inject.Singleton;

/** {@code subscriptions/replacePaymentMethod}, beyond Antom. */
@Singleton
final class ReplacePaymentMethodOperation implements Operation {

  private final CardCommands cards;

  ReplacePaymentMethodOperation(CardCommands cards) {
    this.cards = cards;
  }

  @Override
  public String path() {
    return "subscriptions/replacePaymentMethod";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    ReplacePaymentMethodRequest request = ReplacePaymentMethodRequest.read(body);
    Reply reply =
        cards.replace(
            caller,
            Ids.subscription(request.subscriptionId()),
            request.subscriptionUpdateRequestId(),
            request.paymentMethod(),
            cards.card(caller, body, request.paymentMethod()));
    return new Answer.Plain(Results.of(reply));
  }
}
