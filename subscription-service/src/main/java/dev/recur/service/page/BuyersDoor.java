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
   * @param stranger whoever asks, as long as the link is not known to be good
   * @param action what the link is good for
   */
  static HttpResponse<?> open(
      Subscriptions subscriptions,
      String subscriptionId,
      Worth worth,
      Reader stranger,
      Function<SubscriptionView, HttpResponse<?>> action) {
    return switch (worth) {
      case WRONG -> nothingHere(stranger);
      case EXPIRED -> Programs.saying(HttpStatus.GONE, "expired", stranger);
      case GOOD -> {
        SubscriptionView view = subscriptions.find(subscriptionId);
        if (view != null) {
          yield action.apply(view);
        }
        yield subscriptions.isCaughtUp() ? nothingHere(stranger) : Programs.notKnownYet(stranger);
      }
    };
  }

  private static HttpResponse<?> nothingHere(Reader stranger) {
    return Programs.saying(HttpStatus.NOT_FOUND, "nothing", stranger);
  }
}
