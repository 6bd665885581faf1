package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Antom, create: the ways into an app, order and settlement, and a payment taken for a risk. */
final class InTheApp extends Play {
  InTheApp() {
    super("Bought in the app, and refused as a risk (+08:00)", "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership =
        stage.create(
            Offer.of("30.00 USD")
                .on("APP")
                .order("45.00 USD")
                .settledIn("EUR")
                .by("GCASH", "risk_reject"));
    membership.buyer().openInApp();
    membership.approve();
    stage.look(2);
    membership.askBankAbout(1);
    membership.inquireOrder();

    stage.scene("What is taken for a risk is not tried again");
    stage.lookOn("2026-04-13T18:15:29", 0);

    stage.scene("Paid with another wallet; neither order nor settlement moves the amount");
    stage.goTo("2026-04-20T10:00:00");
    membership.payBy("MAYA", "ok");
    stage.look(2);
    membership.askBankAbout(2);
  }
}
