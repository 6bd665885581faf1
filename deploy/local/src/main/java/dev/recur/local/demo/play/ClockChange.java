package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** A named zone keeps its local time; on a day without that time it is moved, and comes back. */
final class ClockChange extends Play {
  ClockChange() {
    super(
        "Every day at half past two in Berlin, where 29 March has none",
        "2026-03-28T02:30:00+01:00[Europe/Berlin]");
  }

  @Override
  protected void play(Stage stage) {
    Subscription night = stage.create(Offer.of("1.00 EUR").every(1, "DAY"));
    night.approve();
    stage.look(2);
    stage.lookOn("2026-03-29T03:30:00", 2);
    stage.lookOn("2026-03-30T02:30:00", 0);
    stage.lookOn("2026-03-31T02:30:00", 1);
  }
}
