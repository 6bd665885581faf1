package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Antom, cancel: CANCEL serves what is paid, TERMINATE ends at once; money back is asked for. */
final class CancelAndTerminate extends Play {
  CancelAndTerminate() {
    super(
        "One is cancelled, one is terminated and its money goes back (+08:00)",
        "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription first = stage.create(Offer.of("30.00 USD").as("first"));
    Subscription second = stage.create(Offer.of("30.00 USD").as("second"));
    first.approve();
    second.approve();
    stage.look(4);

    stage.scene("Terminated: over at once, and paid back");
    stage.goTo("2026-03-20T10:00:00");
    second.terminate();
    second.refund("goodwill", 1, "30.00 USD");
    second.refund("too-much", 1, "0.01 USD");
    stage.look(2);
    second.inquireRefund("goodwill");

    stage.scene("Cancelled when the second period is paid already: that is served, too");
    stage.lookOn("2026-04-12T20:00:00", 1);
    first.cancel();
    first.cancel();
    stage.look(1);
    stage.lookOn("2026-04-13T18:15:29", 0);
    stage.lookOn("2026-05-13T18:15:29", 0);
  }
}
