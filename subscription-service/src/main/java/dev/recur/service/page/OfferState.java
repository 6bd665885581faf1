package dev.recur.service.page;

import dev.recur.service.read.Authorisation;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has become of an offer. */
enum OfferState {
  OPEN,
  APPROVED,
  DECLINED,
  EXPIRED,
  WITHDRAWN,
  OVER;

  String title(Wording words) {
    return words.say("offer." + this + ".title");
  }

  /** What follows from it; absent where the offer itself says it. */
  @Nullable String message(Wording words) {
    return this == OPEN ? null : words.say("offer." + this + ".text");
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
