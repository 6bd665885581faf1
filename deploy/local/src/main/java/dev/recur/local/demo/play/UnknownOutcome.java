package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Nobody knows whether a charge went through: inquired, and never charged again meanwhile. */
final class UnknownOutcome extends Play {
  UnknownOutcome() {
    super(
        "One bank has charged and does not know, one has charged and says nothing (+08:00)",
        "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription unknown =
        stage.create(Offer.of("30.00 USD").as("unknown").by("GCASH", "unknown_then_ok"));
    Subscription silent =
        stage.create(Offer.of("30.00 USD").as("silent").every(1, "YEAR").by("GCASH", "timeout"));
    unknown.approve();
    silent.approve();
    stage.look(2);
    stage.lookOn("2026-03-13T18:16:29", 2);
    stage.lookOn("2026-04-13T18:15:29", 1);
  }
}
