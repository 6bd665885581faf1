package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Antom, createPaymentSession with subscriptionInfo: a page, also for an element in another. */
final class HostedPage extends Play {
  HostedPage() {
    super(
        "A session: the buyer chooses on the hosted page how to pay (+08:00)",
        "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    stage.scene("What country, currency and plan allow");
    Subscription paid =
        stage.openSession(Offer.of("30.00 USD").as("paid").in("PH").asTheBuyerChooses());
    Subscription free =
        stage.openSession(
            Offer.of("30.00 USD").as("free").trial(1, 1, "0.00 USD").in("PH").asTheBuyerChooses());
    paid.buyer().lookAtPage();
    free.buyer().lookAtPage();

    stage.scene("An element in the merchant's page opens the same one");
    paid.buyer().openElement();
    paid.buyer().approveBy("MAYA");
    stage.look(2);
    paid.askBankAbout(1);

    stage.scene("After an hour the session of the other is over");
    stage.lookOn("2026-03-13T19:15:29", 1);
    free.buyer().lookAtPage();
  }
}
