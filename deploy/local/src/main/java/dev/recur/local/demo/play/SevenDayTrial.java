package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;
import java.time.LocalDateTime;

/**
 * The example of Antom, Subscription trial: seven days free on 12 March 2025, then month by month,
 * carried on for a year until the merchant takes it back.
 */
final class SevenDayTrial extends Play {
  SevenDayTrial() {
    super(
        "Seven days free, then 19.99 USD a month (times are the subscription's, +08:00)",
        "2025-03-12T16:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    stage.scene("A free trial is not longer than one period");
    stage.createInVain(Offer.of("19.99 USD").from("2025-02-19T16:15:29").trial(1, 2, "0.00 USD"));

    stage.scene("The merchant offers it, and the buyer agrees");
    // The trial ends on 19 March; the start is that minus one period, as the example says.
    Subscription membership =
        stage.create(Offer.of("19.99 USD").from("2025-02-19T16:15:29").trial(1, 1, "0.00 USD"));
    stage.look(0);
    membership.approve();
    stage.look(2);

    stage.scene("Month by month");
    for (LocalDateTime month = LocalDateTime.parse("2025-03-19T16:15:29");
        month.isBefore(LocalDateTime.parse("2026-03-01T00:00:00"));
        month = month.plusMonths(1)) {
      stage.lookOn(month.toString(), 1);
    }

    stage.scene("The merchant takes it back: the period that is paid is served");
    stage.goTo("2026-03-02T10:00:00");
    membership.cancel();
    stage.look(1);
    stage.lookOn("2026-03-19T16:15:29", 0);
  }
}
