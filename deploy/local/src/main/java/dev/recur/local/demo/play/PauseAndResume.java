package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Seed 002, paused: what is not charged in a pause never is, and the days stay the same. */
final class PauseAndResume extends Play {
  PauseAndResume() {
    super("Paused, resumed, and paused until a day (+08:00)", "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership = stage.create(Offer.of("30.00 USD"));
    membership.approve();
    stage.look(2);

    stage.scene("Paused over two periods");
    stage.goTo("2026-04-02T09:00:00");
    membership.pause("pause");
    stage.look(1);
    stage.lookOn("2026-04-13T18:15:29", 0);
    stage.lookOn("2026-05-13T18:15:29", 0);
    stage.goTo("2026-05-20T09:00:00");
    membership.resume("resume");
    stage.look(1);
    stage.lookOn("2026-06-13T18:15:29", 1);

    stage.scene("And once more, until a day");
    membership.pauseUntil("holidays", "2026-08-01T09:00:00");
    stage.look(1);
    stage.lookOn("2026-08-01T09:00:00", 1);
    stage.lookOn("2026-08-13T18:15:29", 1);
  }
}
