package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Antom, pay with subscriptionInfo: the payment of the first period begins the subscription. */
final class FirstPayment extends Play {
  FirstPayment() {
    super(
        "Paying for the first month begins the subscription (+08:00)", "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership = stage.pay(Offer.of("30.00 USD").on("WAP"));
    membership.buyer().openInApp();
    stage.look(0);
    membership.approve();
    stage.look(2);
    membership.inquirePayment(1);

    stage.scene("The second month is charged like any other; of the first, some goes back");
    stage.lookOn("2026-04-13T18:15:29", 1);
    membership.refund("goodwill", 1, "10.00 USD");
    stage.look(1);
    membership.inquireRefund("goodwill");
  }
}
