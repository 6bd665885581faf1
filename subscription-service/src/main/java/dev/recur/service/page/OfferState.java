package dev.recur.service.page;

import dev.recur.service.read.Authorisation;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has become of an offer. */
enum OfferState {
  OPEN("Your approval is asked for", ""),
  APPROVED("Approved", "You have approved this subscription. There is nothing more to do here."),
  DECLINED("Declined", "You have declined this subscription. Nothing will be charged."),
  EXPIRED("Expired", "This offer has expired. Nothing was charged. Ask the seller for a new one."),
  WITHDRAWN("Withdrawn", "The seller has withdrawn this offer. Nothing was charged."),
  OVER("Ended", "This subscription has ended.");

  private final String title;
  private final String message;

  OfferState(String title, String message) {
    this.title = title;
    this.message = message;
  }

  String title() {
    return title;
  }

  String message() {
    return message;
  }

  /**
   * The state of an offer.
   *
   * @param now real time, for subscriptions on the live clock: their expiry need not have been
   *     recorded yet
   */
  static OfferState of(SubscriptionView view, @Nullable Authorisation authorisation, Instant now) {
    if (view.lifecycle() == Lifecycle.INCOMPLETE) {
      boolean late = !view.onTestClock() && !now.isBefore(view.expiryTime());
      return late ? EXPIRED : OPEN;
    }
    if (!view.lifecycle().isOver()) {
      return APPROVED;
    }
    if (authorisation == null) {
      return OVER;
    }
    return switch (authorisation.decision()) {
      case OPEN -> WITHDRAWN;
      case APPROVED -> OVER;
      case DECLINED -> DECLINED;
      case EXPIRED -> EXPIRED;
    };
  }
}
