package dev.recur.local.demo.play;

import dev.recur.local.demo.Play;
import java.util.List;

/** The plays, in the order in which they are told. */
public final class Plays {

  private Plays() {}

  /** All of them. */
  public static List<Play> all() {
    return List.of(
        // How it begins.
        new SevenDayTrial(),
        new TrialByCard(),
        new DiscountedMonths(),
        new ShippedGoods(),
        new PreSale(),
        new SignOnly(),
        new FirstPayment(),
        new HostedPage(),
        new CardOnThePage(),
        new CardByTheMerchant(),
        new InTheApp(),
        new UpstreamSystem(),
        // Who charges, how much, and until when.
        new TopUps(),
        new OnerwayWallet(),
        new MonthlyBills(),
        new AgreedEnd(),
        new ClockChange(),
        new LeapYears(),
        // Other terms.
        new Upgrade(),
        new Downgrade(),
        new PeriodChange(),
        new NextSubscriptionDate(),
        new NextPeriodUpdate(),
        new UpdateDuringPayment(),
        new OlderChange(),
        // How it ends, or stands still.
        new CancelAndTerminate(),
        new PauseAndResume(),
        // What the buyer is written.
        new BuyerByMail(),
        // What goes wrong.
        new HardDecline(),
        new SoftDeclines(),
        new FinalActs(),
        new SafetyBound(),
        new Outage(),
        // Last, because the bank that says nothing takes its time.
        new UnknownOutcome());
  }
}
