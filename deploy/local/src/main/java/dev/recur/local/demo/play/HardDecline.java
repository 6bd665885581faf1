package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Seed 002, pastdue; a method that is refused for good is never tried again. */
final class HardDecline extends Play {
  HardDecline() {
    super("A stolen card, and another one in its place (+08:00)", "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership = stage.create(Offer.of("30.00 USD").by("CARD", "decline_stolen"));
    membership.approve();
    stage.look(2);

    stage.scene("Nothing is tried with it any more");
    stage.lookOn("2026-04-13T18:15:29", 0);
    stage.lookOn("2026-05-13T18:15:29", 0);

    stage.scene("The running period is charged with the new one, those before it are not");
    stage.goTo("2026-05-20T10:00:00");
    membership.payBy("CARD", "ok");
    stage.look(2);
    stage.lookOn("2026-06-13T18:15:29", 1);
  }
}
