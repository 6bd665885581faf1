package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;
import dev.recur.local.demo.Update;

/** A discount with its own duration and price, and a new description in the midst of it. */
final class DiscountedMonths extends Play {
  DiscountedMonths() {
    super(
        "Three months at half the price, then renewed at the full one (+08:00)",
        "2026-01-05T10:00:00+08:00");
  }

  @Override
  protected void play(Stage stage) {
    stage.scene("Each period has one price");
    stage.createInVain(Offer.of("20.00 USD").trial(1, 3, "10.00 USD").trial(3, 6, "15.00 USD"));

    stage.scene("So it is three months for 10 USD");
    Subscription course =
        stage.create(Offer.of("20.00 USD").called("Yoga").trial(1, 3, "10.00 USD"));
    course.approve();
    stage.look(2);
    stage.lookOn("2026-02-05T10:00:00", 1);

    stage.scene("Another description changes nothing else");
    course.update(Update.named("rename").called("Yoga and Pilates"));
    stage.look(1);
    stage.lookOn("2026-03-05T10:00:00", 1);
    stage.lookOn("2026-04-05T10:00:00", 1);
  }
}
