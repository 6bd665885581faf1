package dev.recur.service.gateway;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.card.CardData;
import dev.recur.service.command.Reply;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.CreateRequest;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.input.Fields;
import dev.recur.service.page.BuyerLinks;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.terms.CreateTerms;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * {@code subscriptions/create}. Whether the terms make sense is the worker's to say; the same
 * request reaches the same subscription, however often it is repeated.
 */
@Singleton
final class CreateOperation implements Operation {

  private final CardCommands cards;
  private final BuyerCommands buyers;
  private final BuyerLinks links;
  private final Telling telling;

  CreateOperation(CardCommands cards, BuyerCommands buyers, BuyerLinks links, Telling telling) {
    this.cards = cards;
    this.buyers = buyers;
    this.links = links;
    this.telling = telling;
  }

  @Override
  public String path() {
    return "subscriptions/create";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    CreateRequest request = CreateRequest.read(body);
    if (request.testClockId() != null && !caller.sandbox()) {
      throw body.refuse("testClockId", "is for sandbox clients: leave it out.");
    }
    Telling.requireSomebody(
        caller, body, "subscriptionNotificationUrl", request.subscriptionNotificationUrl());
    telling.requireReachable(
        body, "subscriptionNotificationUrl", request.subscriptionNotificationUrl());
    telling.requireReachable(body, "paymentNotificationUrl", request.paymentNotificationUrl());
    String subscriptionId =
        Identity.subscriptionId(Origin.CREATE, caller.clientId(), request.subscriptionRequestId());
    CreateTerms terms = request.terms(caller.sandbox(), caller.policies(), caller.methodProfile());
    Optional<CardData> card = cards.card(caller, body, request.paymentMethod());
    Reply reply =
        buyers.create(
            caller,
            subscriptionId,
            request.buyer(),
            () -> cards.create(caller, subscriptionId, terms, card));
    Result result = Results.of(reply);
    return switch (result.resultStatus()) {
      case S -> {
        boolean inApp = request.terminal() != null && request.terminal().opensApps();
        yield Answer.Created.of(result, links.of(subscriptionId, inApp), subscriptionId);
      }
      case F -> new Answer.Plain(result);
      case U -> Answer.Created.of(result, null, subscriptionId);
    };
  }
}
