package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Seed 002, mode 1: authorised, and nothing charged with it. */
final class SignOnly extends Play {
  SignOnly() {
    super(
        "Signed only: one that has begun, one that begins later (+08:00)",
        "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription begun =
        stage.create(Offer.of("30.00 USD").as("now").with("firstBilling", "SIGN_ONLY"));
    Subscription later =
        stage.create(
            Offer.of("30.00 USD")
                .as("later")
                .from("2026-03-20T18:15:29")
                .with("firstBilling", "SIGN_ONLY"));
    begun.approve();
    later.approve();
    stage.look(2);
    stage.lookOn("2026-03-20T18:15:29", 1);
    stage.lookOn("2026-04-20T18:15:29", 2);
  }
}
