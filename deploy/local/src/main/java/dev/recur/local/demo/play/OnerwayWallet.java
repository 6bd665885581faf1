package dev.recur.local.demo.play;

import dev.recur.local.demo.Offer;
import dev.recur.local.demo.Play;
import dev.recur.local.demo.Stage;
import dev.recur.local.demo.Subscription;

/** Seed 002, local wallets: self-managed only, and signed for an amount of zero first. */
final class OnerwayWallet extends Play {
  OnerwayWallet() {
    super(
        "Onerway's wallets: signed with nothing charged, then charged by the merchant (+08:00)",
        "2026-03-01T10:00:00+08:00");
  }

  @Override
  protected void play(Stage stage) {
    stage.register("methodProfile", "ONERWAY");

    stage.scene("What such a wallet is not for");
    stage.createInVain(Offer.of("20.00 USD"));
    stage.createInVain(rides().with("firstBilling", "SIGN_AND_BILL"));
    stage.createInVain(rides().by("BOOST"));
    stage.createInVain(rides().by("SHELLS"));

    stage.scene("Signed");
    Subscription rides = stage.create(rides());
    rides.approve();
    stage.look(1);

    stage.scene("Then charged, when and how much the merchant says");
    stage.goTo("2026-03-02T10:00:00");
    rides.charge("ride-1", "7.50 USD");
    stage.look(1);
    stage.lookOn("2026-03-09T10:00:00", 0);
    rides.charge("ride-2");
    stage.look(1);
  }

  private static Offer rides() {
    return Offer.of("20.00 USD").every(7, "DAY").with("collection", "SELF_MANAGED");
  }
}
