package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Whoever writes onto the topic needs no HTTP: the merchant is told all the same. */
final class UpstreamSystem extends Play {
  UpstreamSystem() {
    super("Created by an upstream system, on the topic (+08:00)", "2026-05-01T00:00:00+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription line = stage.createOnTopic(Offer.of("25.00 USD").called("Telephone line"));
    stage.look(2);
    stage.lookOn("2026-06-01T00:00:00", 1);
    line.terminate();
    stage.look(1);
  }
}
