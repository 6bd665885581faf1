package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;
import dev.recur.local.demo.Update;

/** Antom, Subscription update: the example of an upgrade, its instants to the second. */
final class Upgrade extends Play {
  Upgrade() {
    super("From Standard at 30 USD to Premium at 50 USD (+08:00)", "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership =
        stage.create(Offer.of("30.00 USD").called("Standard monthly Membership"));
    membership.approve();
    stage.look(2);
    stage.lookOn("2026-04-13T18:15:29", 1);

    stage.scene("The upgrade: the difference is asked for at 19:00 and paid at 19:02");
    // Only the difference takes the two minutes, so only it is paid by a wallet that does.
    stage.goTo("2026-04-20T18:50:00");
    membership.payBy("GCASH", "pending:2");
    stage.look(1);
    stage.goTo("2026-04-20T19:00:00");
    membership.update(
        Update.named("upgrade")
            .price("50.00 USD")
            .every(1, "MONTH")
            .called("Premium monthly Membership")
            .paying("20.00 USD"));
    stage.look(1);
    stage.lookOn("2026-04-20T19:02:00", 1);
    membership.payBy("GCASH", "ok");
    stage.look(1);

    stage.scene("The third period at the new price");
    stage.lookOn("2026-05-13T18:15:29", 1);
  }
}
