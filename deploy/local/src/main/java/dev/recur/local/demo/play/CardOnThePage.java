package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Antom, card information collected by Antom: the number goes from the page to the channel. */
final class CardOnThePage extends Play {
  CardOnThePage() {
    super(
        "The page takes the card and sends it to the channel, and to none of the services (+08:00)",
        "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership = stage.openSession(Offer.of("30.00 USD").by("CARD"));
    membership.buyer().lookAtPage();
    membership.buyer().tryExpiredCard("4242424242424242");
    membership.buyer().approveByCard("5555555555554444");
    stage.look(2);

    stage.scene("The next month is charged with the token");
    stage.lookOn("2026-04-13T18:15:29", 1);
    membership.askBankAbout(2);
  }
}
