package dev.recur.service.gateway;

import dev.recur.schemas.method.MethodKind;
import dev.recur.schemas.method.MethodRules;
import dev.recur.service.card.CardData;
import dev.recur.service.card.Tokenisation;
import dev.recur.service.card.Tokenisation.Outcome;
import dev.recur.service.card.TokenisationKeys;
import dev.recur.service.command.Command;
import dev.recur.service.command.Commands;
import dev.recur.service.command.Reply;
import dev.recur.service.gateway.wire.Refusal;
import dev.recur.service.gateway.wire.ResultCode;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.PaymentMethod;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Commands with which a merchant may send a card. The card becomes a token before anything is asked
 * of the worker.
 *
 * <p>A repeated request has to say the same as the first, so it needs the same token: the channel
 * gives it again for the request's key, and refuses another card under that key. A channel that has
 * forgotten the key gives another token; then the one in force is asked with, where it is known.
 */
@Singleton
final class CardCommands {

  private final Tokenisation tokenisation;
  private final TokenisationKeys keys;
  private final Commands commands;
  private final Subscriptions subscriptions;

  CardCommands(
      Tokenisation tokenisation,
      TokenisationKeys keys,
      Commands commands,
      Subscriptions subscriptions) {
    this.tokenisation = tokenisation;
    this.keys = keys;
    this.commands = commands;
    this.subscriptions = subscriptions;
  }

  /** True when a method is a card itself, and not a wallet that holds one. */
  static boolean isCard(MethodProfile profile, PaymentMethod method) {
    return profile
        .methods()
        .find(method.type())
        .map(MethodRules::kind)
        .filter(kind -> kind == MethodKind.CARD)
        .isPresent();
  }

  /**
   * The card in a request's {@code paymentMethod}, where there is one.
   *
   * @param method the same payment method without it
   * @throws Refusal when this merchant may send none
   */
  Optional<CardData> card(MerchantProfile caller, Fields body, PaymentMethod method) {
    Fields fields = body.object("paymentMethod");
    if (!CardData.isIn(fields)) {
      return Optional.empty();
    }
    if (!caller.pciCertified()) {
      throw new Refusal(
          ResultCode.ACCESS_DENIED,
          "Only a PCI certified merchant may send card data: let the buyer's page collect it, or"
              + " send the card's token as paymentMethodId.");
    }
    if (!isCard(caller.methodProfile(), method)) {
      throw fields.refuse("paymentMethodType", "has no card data: send CARD.");
    }
    if (method.id() != null) {
      throw fields.refuse("paymentMethodId", "and card data exclude each other: send one of them.");
    }
    return Optional.of(CardData.read(fields));
  }

  /** Asks for a subscription, paid with the card where there is one. */
  Reply create(
      MerchantProfile caller, String subscriptionId, CreateTerms terms, Optional<CardData> card) {
    Function<PaymentMethod, Reply> asking =
        method ->
            commands.ask(
                new Command.Create(caller.clientId(), subscriptionId, terms.paidWith(method)));
    return card.isEmpty()
        ? asking.apply(terms.paymentMethod())
        : askingWith(
            card.get(),
            keys.ofBeginning(caller.clientId(), subscriptionId),
            terms.paymentMethod(),
            caller,
            subscriptionId,
            asking);
  }

  /** Asks for another payment method, which is the card where there is one. */
  Reply replace(
      MerchantProfile caller,
      String subscriptionId,
      String requestId,
      PaymentMethod method,
      Optional<CardData> card) {
    Function<PaymentMethod, Reply> asking =
        other ->
            commands.ask(
                new Command.ReplacePaymentMethod(
                    caller.clientId(), subscriptionId, requestId, other));
    return card.isEmpty()
        ? asking.apply(method)
        : askingWith(
            card.get(),
            keys.ofReplacement(caller.clientId(), subscriptionId, requestId),
            method,
            caller,
            subscriptionId,
            asking);
  }

  private Reply askingWith(
      CardData card,
      String key,
      PaymentMethod method,
      MerchantProfile caller,
      String subscriptionId,
      Function<PaymentMethod, Reply> asking) {
    Reply reply = asking.apply(new PaymentMethod(method.type(), token(card, key)));
    if (!isInconsistent(reply)) {
      return reply;
    }
    // The same request may have come before and had another token, which the channel has forgotten.
    PaymentMethod earlier = cardOf(caller, subscriptionId);
    if (earlier != null) {
      return asking.apply(earlier);
    }
    return subscriptions.isCaughtUp() ? reply : new Reply.Undecided(Reply.Why.NO_ANSWER);
  }

  private static boolean isInconsistent(Reply reply) {
    return reply instanceof Reply.Decided decided
        && decided.code().equals(ResultCode.REPEAT_REQ_INCONSISTENT.name());
  }

  /** The card that the subscription is paid with, where it is and this caller's. */
  private @Nullable PaymentMethod cardOf(MerchantProfile caller, String subscriptionId) {
    SubscriptionView view = subscriptions.find(subscriptionId);
    if (view == null || !view.clientId().equals(caller.clientId())) {
      return null;
    }
    PaymentMethod method = view.paymentMethod();
    return method.id() != null && isCard(view.methods().profile(), method) ? method : null;
  }

  private String token(CardData card, String key) {
    return switch (tokenisation.tokenise(card, key)) {
      case Outcome.Token token -> token.id();
      case Outcome.Refused _ ->
          throw new Refusal(
              ResultCode.PARAM_ILLEGAL,
              "paymentMethod.paymentMethodMetaData: the channel does not take this card: check its"
                  + " number, expiry and security code.");
      case Outcome.OtherCard _ ->
          throw new Refusal(
              ResultCode.REPEAT_REQ_INCONSISTENT,
              "This request id came with another card before: send the same card, or a new request"
                  + " id.");
      case Outcome.Unreachable _ ->
          throw new Refusal(
              ResultCode.UNKNOWN_EXCEPTION,
              "The channel gave no token for the card, and nothing was done: repeat the same"
                  + " request later.");
      case Outcome.NotSetUp _ ->
          throw new Refusal(
              ResultCode.PROCESS_FAIL,
              "Card data cannot be taken here: send the card's token as paymentMethodId.");
    };
  }
}
