package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Seed 002, paymentdue and pastdue: retries after 1, 3 and 5 days, grace, and the final act. */
final class SoftDeclines extends Play {
  SoftDeclines() {
    super(
        "Declined, tried again, paid; declined to the end, and over (+08:00)",
        "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership =
        stage.create(
            Offer.of("30.00 USD")
                .by("GCASH", "decline_then_ok:2")
                .policy("graceDays", 2)
                .policy("finalAct", "CANCEL"));
    membership.approve();
    stage.look(1);
    stage.lookOn("2026-03-14T18:15:29", 0);
    stage.lookOn("2026-03-16T18:15:29", 1);
    membership.inquirePayment(1);

    stage.scene("Never enough money any more");
    stage.goTo("2026-03-20T09:00:00");
    membership.payBy("GCASH", "decline_insufficient_funds");
    stage.look(1);
    stage.lookOn("2026-04-13T18:15:29", 0);
    stage.lookOn("2026-04-17T18:20:29", 1);
    stage.lookOn("2026-04-19T18:20:29", 1);
    membership.inquirePayment(2);
  }
}
