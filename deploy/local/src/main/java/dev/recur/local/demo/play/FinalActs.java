package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;
import java.util.List;

/** Seed 002, pastdue: what the policies let follow when the retries are over. */
final class FinalActs extends Play {
  FinalActs() {
    super(
        "A month stays unpaid: PAUSE, CANCEL after its grace, and paid within it (+08:00)",
        "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription pause =
        stage.create(
            Offer.of("30.00 USD")
                .as("pause")
                .policy("retryDays", List.of(1))
                .policy("finalAct", "PAUSE")
                .policy("graceDays", 1)
                .by("GCASH", "decline_insufficient_funds"));
    Subscription cancel =
        stage.create(
            Offer.of("30.00 USD")
                .as("cancel")
                .policy("finalAct", "CANCEL")
                .policy("graceDays", 3)
                .by("CARD", "decline_stolen"));
    Subscription saved =
        stage.create(
            Offer.of("30.00 USD")
                .as("saved")
                .policy("retryDays", List.of())
                .policy("finalAct", "CANCEL")
                .policy("graceDays", 3)
                .by("GCASH", "decline_insufficient_funds"));
    pause.approve();
    cancel.approve();
    saved.approve();
    stage.look(5);

    stage.scene("The last attempt is declined, and the grace begins");
    stage.lookOn("2026-03-14T18:15:29", 1);

    stage.scene("Paid within the grace");
    stage.goTo("2026-03-15T10:00:00");
    saved.payBy("GCASH", "ok");
    stage.look(2);

    stage.scene("Where the grace ends, the final act follows");
    stage.lookOn("2026-03-15T18:15:29", 1);
    stage.lookOn("2026-03-16T18:15:29", 1);

    stage.scene(
        "Resumed with another wallet: the next month is charged, those in the pause are not");
    stage.lookOn("2026-04-20T10:00:00", 1);
    pause.payBy("GCASH", "ok");
    pause.resume("resume");
    stage.look(2);
    stage.lookOn("2026-05-13T18:15:29", 2);
  }
}
