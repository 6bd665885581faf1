package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Antom, card information collected by the merchant: a token takes its place at the edge. */
final class CardByTheMerchant extends Play {
  CardByTheMerchant() {
    super(
        "A certified merchant takes the card, which becomes a token at the edge (+08:00)",
        "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    stage.scene("Only who is certified may send one");
    stage.payInVain(Offer.of("30.00 USD").byCard("4242424242424242"));
    stage.register("pciCertified", true);
    Subscription card = stage.pay(Offer.of("30.00 USD").as("card").byCard("4242424242424242"));
    stage.look(2);

    stage.scene("The token is as good as the card");
    stage.pay(Offer.of("99.00 USD").as("token").every(1, "YEAR").by("CARD", card.tokenTold()));
    stage.look(2);

    stage.scene("Another card in its place, which turns out to be stolen");
    stage.goTo("2026-03-20T10:00:00");
    card.payByCard("4000000000009979");
    stage.look(1);
    stage.lookOn("2026-04-13T18:15:29", 1);
  }
}
