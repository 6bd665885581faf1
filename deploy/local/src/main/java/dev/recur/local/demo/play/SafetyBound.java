package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Whatever the cause, nobody is charged more often in a day than the bound says. */
final class SafetyBound extends Play {
  SafetyBound() {
    super(
        "More charges in a day than the bound: it stands still until somebody has looked (+08:00)",
        "2026-08-07T10:00:00+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership =
        stage.create(
            Offer.of("10.00 USD")
                .every(1, "WEEK")
                .from("2026-08-01T10:00:00")
                .policy("chargesPerDayMax", 1));
    membership.approve();
    stage.look(2);

    stage.scene("The second charge within five minutes is not made");
    stage.lookOn("2026-08-10T10:00:00", 0);
    membership.release("looked into, and in order");
    stage.look(1);
    stage.lookOn("2026-08-15T10:00:00", 1);
  }
}
