package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;
import dev.recur.local.demo.Update;

/** Seed 002, changeMode 2: the current period goes on as it is, the next is another. */
final class NextPeriodUpdate extends Play {
  NextPeriodUpdate() {
    super("From Standard to Premium with the next period (+08:00)", "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership = stage.create(Offer.of("30.00 USD").called("Standard"));
    membership.approve();
    stage.look(2);

    stage.scene("Agreed now, in force later");
    stage.goTo("2026-03-20T12:00:00");
    membership.update(
        Update.named("settle-now").price("50.00 USD").paying("20.00 USD").withNextPeriod());
    membership.update(Update.named("euros").price("50.00 EUR").withNextPeriod());
    membership.update(
        Update.named("premium").price("50.00 USD").called("Premium").withNextPeriod());
    stage.look(0);
    stage.lookOn("2026-04-13T18:15:28", 1);
    stage.lookOn("2026-04-13T18:15:29", 1);
  }
}
