package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** What becomes of periods that passed by while nothing ran: each policy on its own. */
final class Outage extends Play {
  Outage() {
    super(
        "Nothing runs for three months: EACH, CURRENT and HOLD (+08:00)",
        "2026-01-05T09:00:00+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription each = offer(stage, "EACH");
    Subscription current = offer(stage, "CURRENT");
    Subscription hold = offer(stage, "HOLD");
    each.approve();
    current.approve();
    hold.approve();
    stage.look(6);

    stage.scene("February and March are missed, April is late");
    stage.outageUntil("2026-04-20T09:00:00");
    stage.look(5);

    stage.scene("Somebody decides about what is held");
    hold.approveHeldCycles();
    stage.look(2);
    stage.lookOn("2026-05-05T09:00:00", 3);
  }

  private static Subscription offer(Stage stage, String catchUp) {
    return stage.create(Offer.of("10.00 USD").as(catchUp).policy("catchUp", catchUp));
  }
}
