package dev.recur.service.gateway;

import dev.recur.service.card.CardData;
import dev.recur.service.command.Reply;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.gateway.wire.SubscribingPayment;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.input.Times;
import dev.recur.service.page.BuyerLinks;
import dev.recur.service.read.ClockTimes;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Payments;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.Offering;
import dev.recur.service.terms.PaymentMethod;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code payments/createPaymentSession} with {@code subscriptionInfo}: the buyer agrees on the
 * hosted page, which an embedded element opens with the session's data. Where the request names no
 * method, the page offers what country, currency and plan allow. The session ends when the offer to
 * the buyer does, so {@code subscriptionExpiryTime} is not looked at.
 */
@Singleton
final class CreatePaymentSessionOperation implements Operation {

  /** Longest life of a session, and its usual one (Antom, paymentSessionExpiryTime). */
  private static final Duration SESSION_MAX = Duration.ofHours(1);

  private final CardCommands cards;
  private final BuyerCommands buyers;
  private final MethodChoices choices;
  private final PaymentSessions sessions;
  private final Subscriptions subscriptions;
  private final Payments payments;
  private final BuyerLinks links;
  private final Telling telling;
  private final ClockTimes testClocks;
  private final InstantSource clock;
  private final GatewaySettings settings;

  CreatePaymentSessionOperation(
      CardCommands cards,
      BuyerCommands buyers,
      MethodChoices choices,
      PaymentSessions sessions,
      Subscriptions subscriptions,
      Payments payments,
      BuyerLinks links,
      Telling telling,
      ClockTimes testClocks,
      InstantSource clock,
      GatewaySettings settings) {
    this.cards = cards;
    this.buyers = buyers;
    this.choices = choices;
    this.sessions = sessions;
    this.subscriptions = subscriptions;
    this.payments = payments;
    this.links = links;
    this.telling = telling;
    this.testClocks = testClocks;
    this.clock = clock;
    this.settings = settings;
  }

  @Override
  public String path() {
    return "payments/createPaymentSession";
  }

  @Override
  public Answer answer(MerchantProfile caller, Fields body) {
    SubscribingPayment request = SubscribingPayment.read(body);
    Instant expiryTime = expiryTime(body, request.testClockId());
    String subscriptionId =
        Subscribing.subscriptionId(caller, body, request, subscriptions, payments, telling);
    PaymentMethod method = request.paymentMethod();
    List<String> offered = method == null ? choices.of(caller, request) : List.of();
    Optional<CardData> card = method == null ? Optional.empty() : cards.card(caller, body, method);
    CreateTerms terms =
        request.terms(
            caller,
            method == null ? new PaymentMethod(offered.getFirst(), null) : method,
            new Offering(
                Offering.Call.PAY,
                offered.size() == 1 ? List.of() : offered,
                false,
                request.notifiesBuyer()),
            expiryTime);
    Result result =
        Results.of(
            buyers.create(
                caller,
                subscriptionId,
                request.buyer(),
                () -> cards.create(caller, subscriptionId, terms, card)));
    return switch (result.resultStatus()) {
      case S -> session(result, request, subscriptionId, expiryTime);
      case F -> new Answer.Plain(result);
      case U -> undecided(result, subscriptionId);
    };
  }

  /**
   * Until when the buyer may agree, on the subscription's clock.
   *
   * @return null on a test clock that nobody knows, which the worker says
   */
  private @Nullable Instant expiryTime(Fields body, @Nullable String testClockId) {
    Instant asked = CommonFields.optionalInstant(body, "paymentSessionExpiryTime");
    Instant now = testClockId == null ? clock.instant() : testClocks.shown(testClockId);
    if (now == null) {
      return asked;
    }
    Instant latest = now.plus(SESSION_MAX);
    // The merchant's clock may be ahead of this one by as much as its signatures may.
    if (asked != null && asked.isAfter(latest.plus(settings.requestTimeWindow()))) {
      throw body.refuse(
          "paymentSessionExpiryTime", "lies more than an hour ahead: send an earlier one.");
    }
    return asked == null ? latest : asked;
  }

  private Answer session(
      Result result, SubscribingPayment request, String subscriptionId, @Nullable Instant asked) {
    // A repeat is told what the first request was told, whatever time has gone by since.
    SubscriptionView view = subscriptions.find(subscriptionId);
    Instant expiryTime = view == null ? asked : view.expiryTime();
    if (expiryTime == null) {
      return undecided(Results.of(new Reply.Undecided(Reply.Why.NO_ANSWER)), subscriptionId);
    }
    String until = Times.write(expiryTime, request.zone());
    String sessionId = sessions.id(subscriptionId);
    String normalUrl = links.normalUrl(subscriptionId);
    return new Answer.PaymentSession(
        result,
        sessions.data(new PaymentSessions.Content(sessionId, normalUrl, until)),
        sessionId,
        until,
        normalUrl,
        subscriptionId);
  }

  private static Answer undecided(Result result, String subscriptionId) {
    return new Answer.PaymentSession(result, null, null, null, null, subscriptionId);
  }
}
