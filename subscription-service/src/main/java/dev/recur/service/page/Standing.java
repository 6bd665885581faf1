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

  static Standing of(Wording words, SubscriptionView view) {
    boolean over = view.lifecycle() == Lifecycle.INCOMPLETE || view.lifecycle().isOver();
    return view.renewalOff() && !over ? canceled(words, view) : ofLifecycle(words, view);
  }

  private static Standing ofLifecycle(Wording words, SubscriptionView view) {
    return switch (view.lifecycle()) {
      case INCOMPLETE, PASTDUE ->
          standing(words, view, words.say("state." + view.lifecycle() + ".text"));
      case CANCELED, ENDED ->
          new Standing(
              words.say("state.over"),
              words.say(
                  view.lineage().replacedBySubscriptionId() == null
                      ? "state.over.text"
                      : "state.over.replaced"));
      // Trialing is also what has not begun yet, and its buyer was offered no trial.
      case TRIALING ->
          new Standing(
              words.say(view.trials().isEmpty() ? "state.ACTIVE" : "state.TRIALING"), null);
      case ACTIVE -> standing(words, view, null);
      case PAUSED ->
          standing(
              words, view, words.dated("state.PAUSED", view.waiting().resumeTime(), view.zoneId()));
      case PAYMENTDUE ->
          standing(
              words, view, words.dated("state.PAYMENTDUE", view.nextChargeAt(), view.zoneId()));
    };
  }

  private static Standing standing(Wording words, SubscriptionView view, @Nullable String message) {
    return new Standing(words.say("state." + view.lifecycle()), message);
  }

  private static Standing canceled(Wording words, SubscriptionView view) {
    Instant end = view.serviceEnd();
    Instant due = view.nextChargeAt();
    return new Standing(
        words.say("state.canceled"),
        words.say(
            "state.canceled" + (end == null ? ".undated" : ".dated") + (due == null ? "" : ".due"),
            end == null ? "" : words.moment(end, view.zoneId()),
            due == null ? "" : words.moment(due, view.zoneId())));
  }
}
