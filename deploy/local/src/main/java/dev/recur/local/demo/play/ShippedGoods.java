package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Antom, overview: physical goods; buy one, get three free, as a range of periods at zero. */
final class ShippedGoods extends Play {
  ShippedGoods() {
    super("Coffee every two weeks: buy one, get three free (+08:00)", "2026-02-02T09:00:00+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription coffee =
        stage.create(
            Offer.of("24.00 USD").called("Coffee").every(2, "WEEK").trial(2, 4, "0.00 USD"));
    coffee.approve();
    stage.look(2);
    stage.lookOn("2026-02-16T09:00:00", 1);
    stage.lookOn("2026-03-02T09:00:00", 1);
    stage.lookOn("2026-03-16T09:00:00", 1);
    stage.lookOn("2026-03-30T09:00:00", 1);
  }
}
