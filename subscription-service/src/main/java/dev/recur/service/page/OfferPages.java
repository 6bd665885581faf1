package dev.recur.service.page;

import dev.recur.service.card.TokenisationSettings;
import dev.recur.service.read.Authorisation;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Merchants;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page of an offer says. */
@Singleton
final class OfferPages {

  private final Subscriptions subscriptions;
  private final Merchants merchants;
  private final TokenisationSettings tokenisation;
  private final InstantSource clock;

  OfferPages(
      Subscriptions subscriptions,
      Merchants merchants,
      TokenisationSettings tokenisation,
      InstantSource clock) {
    this.subscriptions = subscriptions;
    this.merchants = merchants;
    this.tokenisation = tokenisation;
    this.clock = clock;
  }

  /** What the buyer may pay with. */
  MethodOffer methods(Wording words, SubscriptionView view) {
    return MethodOffer.toAgree(words, view, tokenisation.url().isPresent());
  }

  /**
   * The page.
   *
   * @param problem why the buyer has to try again; shown where the offer still stands
   */
  PageModel model(Wording words, SubscriptionView view, String token, @Nullable Problem problem) {
    Authorisation authorisation = subscriptions.authorisation(view.subscriptionId());
    Instant now = clock.instant();
    OfferState state = OfferState.of(view, authorisation, now);
    Offer offer = Offer.of(words, view, authorisation).seenAt(now);
    boolean open = state == OfferState.OPEN;
    MethodOffer paying = methods(words, view);
    List<MethodOffer.Method> methods = open ? paying.methods() : List.of();
    boolean choice = methods.size() > 1;
    boolean asksForCard = methods.stream().anyMatch(MethodOffer.Method::byCard);
    return new PageModel(
        Pages.nonce(),
        words.words(),
        state.title(words),
        state.message(words),
        null,
        merchantName(view),
        view.description(),
        offer.price(),
        open ? offer.steps() : List.of(),
        open ? offer.firstPayment() : null,
        open ? offer.renewal() : null,
        open ? offer.takenBefore() : null,
        choice ? null : paying.settledName(),
        choice || asksForCard ? methods : List.of(),
        asksForCard ? tokenisation.url().map(URI::toString).orElse(null) : null,
        open ? problem : null,
        open ? offer.standsUntil() : null,
        view.sandbox(),
        open ? BuyerLinks.path(view.subscriptionId(), token) : null,
        open ? null : view.redirectUrl());
  }

  private @Nullable String merchantName(SubscriptionView view) {
    MerchantProfile merchant = merchants.find(view.clientId());
    return merchant == null ? null : merchant.name();
  }
}
