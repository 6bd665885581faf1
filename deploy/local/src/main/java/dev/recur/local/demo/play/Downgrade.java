package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;
import dev.recur.local.demo.Update;

/** Antom, Subscription update: the example of a downgrade, its instants to the second. */
final class Downgrade extends Play {
  Downgrade() {
    super("From Premium at 50 USD to Standard at 30 USD (+08:00)", "2025-09-25T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership =
        stage.create(
            Offer.of("50.00 USD")
                .called("Premium monthly Membership")
                .by("GCASH", "refund_pending:2"));
    membership.approve();
    stage.look(2);
    stage.lookOn("2025-10-25T18:15:29", 1);

    stage.scene("The downgrade: the difference is asked back at 19:00 and is back at 19:02");
    stage.goTo("2025-10-30T19:00:00");
    membership.update(
        Update.named("downgrade")
            .price("30.00 USD")
            .every(1, "MONTH")
            .called("Normal monthly Membership")
            .refunding("20.00 USD"));
    stage.look(1);
    stage.lookOn("2025-10-30T19:02:00", 1);

    stage.scene("The third period at the new price");
    stage.lookOn("2025-11-25T18:15:29", 1);
  }
}
