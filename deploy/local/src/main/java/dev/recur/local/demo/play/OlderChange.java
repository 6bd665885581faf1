package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Antom, change: the older call ends a subscription and starts another one in its place. */
final class OlderChange extends Play {
  OlderChange() {
    super(
        "A change: a new subscription takes the place of the old one (+08:00)",
        "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription standard = stage.create(Offer.of("30.00 USD").as("old"));
    standard.approve();
    stage.look(2);

    stage.scene("A week later");
    stage.goTo("2026-03-20T12:00:00");
    standard.change("new", "50.00 USD", "20.00 USD");
    stage.look(3);
    stage.lookOn("2026-04-20T12:00:00", 1);
  }
}
