package dev.recur.service.page;

import dev.recur.schemas.buyer.BuyerLink.Worth;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import java.util.function.Function;

/** Lets in who has a good link, and tells the others what to do. */
final class BuyersDoor {

  private BuyersDoor() {}

  /**
   * Opens, or says why not. Whether there is such a subscription is only said to who has a link to
   * it.
   *
   * @param worth of the link
   * @param action what the link is good for
   */
  static HttpResponse<?> open(
      Subscriptions subscriptions,
      String subscriptionId,
      Worth worth,
      boolean browser,
      Function<SubscriptionView, HttpResponse<?>> action) {
    return switch (worth) {
      case WRONG -> nothingHere(browser);
      case EXPIRED ->
          Programs.saying(
              HttpStatus.GONE,
              "This link has expired",
              "Open the link of a newer e-mail about this subscription.",
              browser);
      case GOOD -> {
        SubscriptionView view = subscriptions.find(subscriptionId);
        if (view != null) {
          yield action.apply(view);
        }
        yield subscriptions.isCaughtUp() ? nothingHere(browser) : Programs.notKnownYet(browser);
      }
    };
  }

  private static HttpResponse<?> nothingHere(boolean browser) {
    return Programs.saying(
        HttpStatus.NOT_FOUND,
        "Nothing here",
        "There is no subscription at this address. Check the link you were given.",
        browser);
  }
}
