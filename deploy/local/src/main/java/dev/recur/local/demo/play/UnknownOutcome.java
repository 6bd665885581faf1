package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;
import java.time.ZonedDateTime;

/** Nobody knows whether a charge went through: inquired, and never charged again meanwhile. */
final class UnknownOutcome implements Play {
  @Override
  public String title() {
    return "The bank has charged, and says that it does not know (+08:00)";
  }

  @Override
  public ZonedDateTime opensAt() {
    return ZonedDateTime.parse("2026-03-13T18:15:29+08:00");
  }

  @Override
  public void play(Stage stage) {
    Subscription membership = stage.create(Offer.of("30.00 USD").by("GCASH", "unknown_then_ok"));
    membership.approve();
    stage.look(1);
    stage.lookOn("2026-03-13T18:16:29", 1);
    stage.lookOn("2026-04-13T18:15:29", 1);
  }
}
