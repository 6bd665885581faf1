package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;
import dev.recur.local.demo.Update;

/** Antom, Subscription update: the example of a period change, its instants to the second. */
final class PeriodChange extends Play {
  PeriodChange() {
    super("From every week to every month (+08:00)", "2026-03-16T08:18:54+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership = stage.create(Offer.of("8.00 USD").every(1, "WEEK"));
    membership.approve();
    stage.look(2);
    stage.lookOn("2026-03-23T08:18:54", 1);

    stage.scene("The running week is completed, and its end is the new anchor");
    stage.goTo("2026-03-24T12:18:54");
    membership.update(
        Update.named("monthly")
            .every(1, "MONTH")
            .called("Premium monthly Membership (change period)"));
    stage.look(1);
    stage.lookOn("2026-03-30T08:18:54", 1);
    stage.lookOn("2026-04-30T08:18:54", 1);
  }
}
