package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Antom, Subscription trial: cards take no amount of zero; the minimum, and then its refund. */
final class TrialByCard extends Play {
  TrialByCard() {
    super(
        "A free trial paid by card: the minimum is charged, and goes back (+08:00)",
        "2025-03-12T16:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    stage.scene("Nothing cannot be charged to a card, nor to a wallet that holds one");
    Offer free = Offer.of("19.99 USD").from("2025-02-19T16:15:29").trial(1, 1, "0.00 USD");
    stage.createInVain(free.by("CARD"));
    stage.createInVain(free.by("APPLEPAY"));
    stage.createInVain(free.by("GOOGLEPAY"));

    stage.scene("So it is the minimum");
    Subscription membership =
        stage.create(
            Offer.of("19.99 USD").from("2025-02-19T16:15:29").by("CARD").trial(1, 1, "1.00 USD"));
    membership.approve();
    stage.look(2);
    membership.refund("trial", 1, "1.00 USD");
    stage.look(1);
    stage.lookOn("2025-03-19T16:15:29", 1);
  }
}
