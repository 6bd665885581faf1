package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/**
 * Seed 002, e-mail notifications: what the buyer is written from a trial to the end, and what can
 * be done by the links in it.
 */
final class BuyerByMail extends Play {
  BuyerByMail() {
    super(
        "A buyer who is written to, mends a payment and cancels by the links (+08:00)",
        "2025-03-12T16:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership =
        stage.create(
            Offer.of("19.99 USD")
                .from("2025-02-19T16:15:29")
                .trial(1, 1, "0.00 USD")
                .to("Zoe", "en"));
    membership.approve();
    stage.look(2, 1);

    stage.scene("Three days before the first payment there is a reminder, and then a receipt");
    stage.lookOn("2025-03-16T10:00:00", 0, 1);
    stage.lookOn("2025-03-19T16:15:29", 1, 1);

    stage.scene(
        "The next time there is not enough money, and the e-mail leads to where it is mended");
    stage.goTo("2025-04-10T10:00:00");
    membership.payBy("GCASH", "decline_insufficient_funds");
    stage.look(1);
    stage.lookOn("2025-04-12T10:00:00", 0, 1);
    stage.lookOn("2025-04-18T20:00:00", 0, 1);
    membership.buyer().openLink();
    membership.buyer().payByLink("MAYA");
    stage.look(2, 1);

    stage.scene("Cancelled by the link: what is paid is served, and its end is told only once");
    stage.goTo("2025-04-20T10:00:00");
    membership.buyer().openLink();
    membership.buyer().cancelByLink();
    stage.look(1, 1);
    stage.lookOn("2025-05-19T16:15:29", 0);
  }
}
