package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** A start in the future: sold in March, begins in April with a price of its own. */
final class PreSale extends Play {
  PreSale() {
    super(
        "Sold before the season begins, the first month for less (+08:00)",
        "2026-03-01T12:00:00+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription season =
        stage.create(
            Offer.of("9.90 USD")
                .called("Season")
                .from("2026-04-01T00:00:00")
                .trial(1, 1, "6.90 USD"));
    season.approve();
    stage.look(1);
    stage.lookOn("2026-04-01T00:00:00", 1);
    stage.lookOn("2026-05-01T00:00:00", 1);
  }
}
