package dev.recur.service.gateway;

import dev.recur.service.card.CardData;
import dev.recur.service.command.Reply;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.gateway.wire.SubscribingPayment;
import dev.recur.service.input.Fields;
import dev.recur.service.page.BuyerLinks;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Payments;
import dev.recur.service.read.Subscriptions;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.Offering;
import dev.recur.service.terms.PaymentMethod;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * {@code payments/pay} with {@code subscriptionInfo}. A merchant that brings a card, or its token,
 * has the buyer's agreement, and no page is shown (Antom, card information collected by you); every
 * other buyer agrees on the page.
 */
@Singleton
final class PayOperation implements Operation {

  private final CardCommands cards;
  private final BuyerCommands buyers;
  private final Subscriptions subscriptions;
  private final Payments payments;
  private final BuyerLinks links;
  private final Telling telling;

  PayOperation(
      CardCommands cards,
      BuyerCommands buyers,
      Subscriptions subscriptions,
      Payments payments,
      BuyerLinks links,
      Telling telling) {
    this.cards = cards;
    this.buyers = buyers;
    this.subscriptions = subscriptions;
    this.payments = payments;
    this.links = links;
    this.telling = telling;
  }

  @Override
  public String path() {
    return "payments/pay";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    SubscribingPayment request = SubscribingPayment.read(body);
    PaymentMethod method = request.paymentMethod();
    if (method == null) {
      throw body.refuse(
          "paymentMethod",
          "is missing: send it, or call payments/createPaymentSession to let the buyer choose.");
    }
    String subscriptionId =
        Subscribing.subscriptionId(caller, body, request, subscriptions, payments, telling);
    Optional<CardData> card = cards.card(caller, body, method);
    boolean authorised =
        card.isPresent()
            || (method.id() != null && CardCommands.isCard(caller.methodProfile(), method));
    CreateTerms terms =
        request.terms(
            caller,
            method,
            new Offering(Offering.Call.PAY, List.of(), authorised, request.notifiesBuyer()),
            request.subscriptionExpiryTime());
    Reply reply =
        buyers.create(
            caller,
            subscriptionId,
            request.buyer(),
            () -> cards.create(caller, subscriptionId, terms, card));
    Result result = Results.of(reply);
    return switch (result.resultStatus()) {
      case S ->
          Answer.Paying.of(
              result,
              request,
              subscriptionId,
              authorised ? null : links.of(subscriptionId, request.opensApps()));
      case F -> new Answer.Plain(result);
      case U -> Answer.Paying.of(result, request, subscriptionId, null);
    };
  }
}
