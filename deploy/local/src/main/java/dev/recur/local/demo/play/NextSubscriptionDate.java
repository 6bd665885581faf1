package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;
import dev.recur.local.demo.Update;

/** Antom, Subscription update: the example of a period adjustment, and its bounds. */
final class NextSubscriptionDate extends Play {
  NextSubscriptionDate() {
    super("The next period is moved to 10 April (+08:00)", "2026-03-13T16:00:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership = stage.create(Offer.of("30.00 USD"));
    membership.approve();
    stage.look(2);

    stage.scene("At least 24 hours and less than one period ahead");
    stage.goTo("2026-03-20T19:00:00");
    membership.update(Update.named("too-soon").nextPeriodFrom("2026-03-21T18:59:59"));
    membership.update(Update.named("too-late").nextPeriodFrom("2026-04-20T19:00:00"));
    membership.update(
        Update.named("move")
            .called("Advance the current subscription end date")
            .nextPeriodFrom("2026-04-10T00:00:02"));
    stage.look(1);
    stage.lookOn("2026-04-10T00:00:02", 1);
    stage.lookOn("2026-05-10T00:00:02", 1);

    stage.scene("And later than it would be");
    stage.goTo("2026-05-15T10:00:00");
    membership.update(Update.named("postpone").nextPeriodFrom("2026-06-14T12:00:00"));
    stage.look(1);
    stage.lookOn("2026-06-14T12:00:00", 1);
  }
}
