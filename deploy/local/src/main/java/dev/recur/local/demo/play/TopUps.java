package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;
import dev.recur.local.demo.Update;

/** Seed 002, self-managed: the merchant triggers each charge, of any amount. */
final class TopUps extends Play {
  TopUps() {
    super(
        "Top-ups: the merchant charges when the balance is low (+08:00)",
        "2026-06-01T08:00:00+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription phone =
        stage.create(
            Offer.of("10.00 USD")
                .called("Prepaid phone")
                .every(30, "DAY")
                .with("collection", "SELF_MANAGED"));
    phone.approve();
    stage.look(1);

    stage.scene("Charged by nobody but the merchant");
    stage.goTo("2026-06-05T12:00:00");
    phone.charge("top-up-1", "15.00 USD");
    stage.look(1);
    stage.goTo("2026-06-20T12:00:00");
    phone.update(Update.named("difference").paying("5.00 USD"));
    phone.charge("top-up-2", "40.00 USD");
    phone.charge("top-up-2", "40.00 USD");
    stage.look(1);
    stage.lookOn("2026-07-01T08:00:00", 0);
    phone.charge("top-up-3");
    stage.look(1);
  }
}
