package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Seed 002, validity: a count of cycles or an end, not both. */
final class AgreedEnd extends Play {
  AgreedEnd() {
    super("Three weeks and no more; two weeks and no more (+08:00)", "2026-03-02T07:30:00+08:00");
  }

  @Override
  protected void play(Stage stage) {
    stage.scene("Either a count or an end");
    stage.createInVain(
        Offer.of("5.00 USD").every(1, "WEEK").with("cycleCount", 3).until("2026-03-16T07:30:00"));

    stage.scene("One of each");
    Subscription count =
        stage.create(Offer.of("5.00 USD").as("count").every(1, "WEEK").with("cycleCount", 3));
    Subscription end =
        stage.create(Offer.of("5.00 USD").as("end").every(1, "WEEK").until("2026-03-16T07:30:00"));
    count.approve();
    end.approve();
    stage.look(4);
    stage.lookOn("2026-03-09T07:30:00", 2);
    stage.lookOn("2026-03-16T07:30:00", 2);
    stage.lookOn("2026-03-23T07:30:00", 1);
  }
}
