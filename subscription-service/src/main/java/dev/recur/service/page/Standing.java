package dev.recur.service.page;

import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription stands, in words for its buyer.
 *
 * @param state in a word or two
 * @param message what follows from that; null when nothing does
 */
record Standing(String state, @Nullable String message) {

  static Standing of(SubscriptionView view) {
    boolean over = view.lifecycle() == Lifecycle.INCOMPLETE || view.lifecycle().isOver();
    return view.renewalOff() && !over ? canceled(view) : ofLifecycle(view);
  }

  private static Standing ofLifecycle(SubscriptionView view) {
    return switch (view.lifecycle()) {
      case INCOMPLETE ->
          new Standing("Not approved yet", "Open the link that the seller gave you to approve it.");
      case CANCELED, ENDED ->
          new Standing(
              "Ended",
              view.lineage().replacedBySubscriptionId() == null
                  ? "Nothing more is charged."
                  : "Another subscription has taken its place. Nothing more is charged for this"
                      + " one.");
      case TRIALING -> new Standing("Trial", null);
      case ACTIVE -> new Standing("Active", null);
      case PAUSED -> paused(view);
      case PAYMENTDUE ->
          new Standing(
              "A payment could not be taken",
              view.nextChargeAt() == null
                  ? "You can pay with another method."
                  : "It is tried again on "
                      + Wording.moment(view.nextChargeAt(), view.zoneId())
                      + ". You can also pay with another method.");
      case PASTDUE ->
          new Standing(
              "A payment is overdue", "It was not taken in the end. Pay with another method.");
    };
  }

  private static Standing canceled(SubscriptionView view) {
    Instant end = view.serviceEnd();
    return new Standing(
        "Canceled",
        (end == null
                ? "It is not renewed any more."
                : "It ends on " + Wording.moment(end, view.zoneId()) + ".")
            + (view.nextChargeAt() == null
                ? " Nothing more is charged."
                : " A payment that was due before is taken on "
                    + Wording.moment(view.nextChargeAt(), view.zoneId())
                    + "."));
  }

  private static Standing paused(SubscriptionView view) {
    Instant resumes = view.waiting().resumeTime();
    return new Standing(
        "Paused",
        resumes == null
            ? "Nothing is charged until the seller resumes it."
            : "Nothing is charged until " + Wording.moment(resumes, view.zoneId()) + ".");
  }
}
