package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Counted from the anchor: 29 February comes back. */
final class LeapYears extends Play {
  LeapYears() {
    super("Every year from 29 February (+08:00)", "2028-02-29T10:00:00+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription domain = stage.create(Offer.of("99.00 USD").every(1, "YEAR"));
    domain.approve();
    stage.look(2);
    stage.lookOn("2032-02-29T10:00:00", 4);
  }
}
