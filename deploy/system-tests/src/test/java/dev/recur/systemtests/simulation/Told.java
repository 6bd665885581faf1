package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.ChangeMode;
import dev.recur.schemas.avro.ChargeDeclined;
import dev.recur.schemas.avro.RefundFacts;
import dev.recur.schemas.avro.SubscriptionEvent;
import java.util.ArrayList;
import java.util.List;

/** What of a ledger is told, by the tables in the notifier's README. */
final class Told {

  private Told() {}

  /** Sequences of the events that a merchant is told. */
  static List<Long> byWebhook(List<SubscriptionEvent> events) {
    return events.stream()
        .filter(event -> isTold(event) || isRefundTold(event))
        .map(SubscriptionEvent::getSequence)
        .toList();
  }

  private static boolean isTold(SubscriptionEvent event) {
    boolean ofSubscription =
        event.getApproved() != null
            || event.getDeclined() != null
            || event.getAuthorisationExpired() != null
            || event.getUpdateTookEffect() != null
            || event.getPaused() != null
            || event.getResumed() != null
            || event.getPaymentMethodReplaced() != null
            || event.getRenewalCancelled() != null
            || event.getEnded() != null
            || event.getChanged() != null;
    boolean ofPayment =
        event.getPeriodWaived() != null
            || event.getChargeSucceeded() != null
            || event.getPaymentFailed() != null;
    return ofSubscription
        || ofPayment
        || (event.getCanceled() != null
            && (event.getCanceled().getImmediately() || event.getCanceled().getUnpaid()))
        || (event.getUpdated() != null
            && event.getUpdated().getChangeMode() == ChangeMode.IMMEDIATE);
  }

  /** At the URL that the refund names; who has endpoints is told there. */
  private static boolean isRefundTold(SubscriptionEvent event) {
    RefundFacts facts =
        event.getRefundSucceeded() != null
            ? event.getRefundSucceeded().getFacts()
            : event.getRefundFailed() != null ? event.getRefundFailed().getFacts() : null;
    return facts != null
        && (facts.getNotificationUrl() != null || event.getClientId().equals(Parties.BY_ENDPOINTS));
  }

  /** Sequences of the events that a buyer is written to about. */
  static List<Long> byLetter(List<SubscriptionEvent> events) {
    List<Long> letters = new ArrayList<>();
    boolean lives = false;
    boolean endKnown = false;
    for (SubscriptionEvent event : events) {
      boolean ends = lives && !endKnown;
      if (event.getApproved() != null
          || event.getPaused() != null
          || event.getResumed() != null
          || event.getTrialEnding() != null
          || event.getRenewalUpcoming() != null
          || event.getChargeSucceeded() != null
          || event.getRefundSucceeded() != null
          || (event.getChargeDeclined() != null && isWrittenAbout(event.getChargeDeclined()))
          || (event.getRenewalCancelled() != null && ends)
          || (event.getEnded() != null && ends)
          || (event.getCanceled() != null && lives && event.getCanceled().getImmediately())) {
        letters.add(event.getSequence());
      }
      lives |= event.getApproved() != null;
      endKnown |= event.getRenewalCancelled() != null;
    }
    return letters;
  }

  /** The first of a payment's declines, and the one after which nothing more is tried. */
  private static boolean isWrittenAbout(ChargeDeclined declined) {
    return declined.getRetryAt() == null || declined.getAttempt() == 1;
  }
}
