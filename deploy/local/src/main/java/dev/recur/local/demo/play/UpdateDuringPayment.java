package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;
import dev.recur.local.demo.Update;

/** Antom, Subscription update: refused while a payment is processed, and asked again later. */
final class UpdateDuringPayment extends Play {
  UpdateDuringPayment() {
    super("An update while a payment is being processed (+08:00)", "2026-03-13T18:15:29+08:00");
  }

  @Override
  protected void play(Stage stage) {
    Subscription membership =
        stage.create(Offer.of("30.00 USD").called("Standard").by("GCASH", "pending:2"));
    membership.approve();
    stage.look(1);
    membership.update(Update.named("price").price("35.00 USD"));

    stage.scene("Two minutes later, under the same id");
    stage.lookOn("2026-03-13T18:17:29", 1);
    membership.update(Update.named("price").price("35.00 USD"));
    stage.look(1);
    membership.update(Update.named("price").price("35.00 USD"));
    membership.update(Update.named("price").price("36.00 USD"));
    stage.look(0);
  }
}
