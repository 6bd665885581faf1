package dev.recur.service.gateway;

import dev.recur.service.card.CardData;
import dev.recur.service.command.Reply;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.ReplacePaymentMethodRequest;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.terms.PaymentMethod;
import jakarta.inject.Singleton;
import java.util.Optional;

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
    String subscriptionId = Ids.subscription(request.subscriptionId());
    PaymentMethod method = request.paymentMethod();
    Optional<CardData> card = cards.card(caller, body, method);
    if (card.isEmpty()
        && method.id() == null
        && CardCommands.isCard(caller.methodProfile(), method)) {
      // No page asks the buyer for it any more.
      throw body.object("paymentMethod")
          .refuse("paymentMethodId", "is missing: send the card's token.");
    }
    Reply reply =
        cards.replace(caller, subscriptionId, request.subscriptionUpdateRequestId(), method, card);
    return new Answer.Plain(Results.of(reply));
  }
}
