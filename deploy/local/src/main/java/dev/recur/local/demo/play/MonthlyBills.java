package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;
import dev.recur.local.demo.Update;

/** Antom, overview: bill payments. What was used in a month is what the next charge is. */
final class MonthlyBills extends Play {
  MonthlyBills() {
    super("Bills: each month what was used, on its last day (+08:00)", "2026-01-31T12:00:00+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription power = stage.create(Offer.of("80.00 USD").called("Electricity"));
    power.approve();
    stage.look(2);

    stage.scene("The meter is read on the 20th");
    bill(stage, power, "2026-02-20T15:00:00", "64.20 USD", "2026-02-28T12:00:00");
    bill(stage, power, "2026-03-20T15:00:00", "71.35 USD", "2026-03-31T12:00:00");
    bill(stage, power, "2026-04-20T15:00:00", "58.90 USD", "2026-04-30T12:00:00");
  }

  private static void bill(
      Stage stage, Subscription power, String readOn, String amount, String dueOn) {
    stage.goTo(readOn);
    power.update(Update.named("reading-" + readOn.substring(0, 7)).price(amount));
    stage.look(1);
    stage.lookOn(dueOn, 1);
  }
}
