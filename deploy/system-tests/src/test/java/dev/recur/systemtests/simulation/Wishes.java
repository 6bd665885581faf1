package dev.recur.systemtests.simulation;

import dev.recur.schemas.id.Identity;
import dev.recur.service.command.Command;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.terms.ChangeTerms;
import dev.recur.service.terms.CreateTerms;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.Offering;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.PeriodUnit;
import dev.recur.service.terms.Policies;
import dev.recur.service.terms.RefundTerms;
import dev.recur.service.terms.Trial;
import dev.recur.service.terms.UpdateTerms;
import dev.recur.service.terms.UpdateTerms.ChangeMode;
import dev.recur.service.terms.UpdateTerms.Proration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a merchant and a buyer ask for, in the service's words. */
final class Wishes {

  /** What the first period after some changes costs, in minor units. */
  static final long FIRST_AMOUNT = 50;

  private final Plan plan;

  Wishes(Plan plan) {
    this.plan = plan;
  }

  /** The price that an act asks for, in minor units. */
  static long price(Act act) {
    return 100L + 7L * act.number();
  }

  /** The difference that an act settles. */
  static long difference(Act act) {
    return 11L + act.number();
  }

  /** True when held periods are to be charged. */
  static boolean approves(Act act) {
    return act.number() % 2 == 0;
  }

  /** How many days a period has that an act asks for. */
  static int days(Act act) {
    return 5 + act.number();
  }

  /** True when the first period after a change has a price of its own. */
  static boolean costsOtherwiseAtFirst(Act act) {
    return act.number() % 2 == 0;
  }

  /** What a charge by hand asks for; empty: the period's price. */
  static Optional<Long> charge(Act act) {
    return act.number() % 2 == 0 ? Optional.of(price(act)) : Optional.empty();
  }

  /** How much goes back. */
  long refund(Act act) {
    return act.kind() == Act.Kind.REFUND ? 1L + plan.amountMinor() / 3 : difference(act);
  }

  static ChronoUnit unit(dev.recur.schemas.avro.PeriodUnit unit) {
    return switch (unit) {
      case DAY -> ChronoUnit.DAYS;
      case WEEK -> ChronoUnit.WEEKS;
      case MONTH -> ChronoUnit.MONTHS;
      case YEAR -> ChronoUnit.YEARS;
      case UNKNOWN -> throw new IllegalArgumentException("nothing is counted so");
    };
  }

  Command create() {
    return new Command.Create(plan.clientId(), plan.subscriptionId(), terms());
  }

  /** What the buyer does about the offer; a merchant takes back one that nobody looks at. */
  Command decide() {
    return switch (plan.birth()) {
      case APPROVED -> new Command.Approve(plan.clientId(), plan.subscriptionId());
      case DECLINED -> new Command.Decline(plan.clientId(), plan.subscriptionId());
      case FORGOTTEN -> terminate(plan.subscriptionId());
    };
  }

  Command terminate(String subscriptionId) {
    return new Command.Cancel(plan.clientId(), subscriptionId, Command.Cancellation.TERMINATE);
  }

  /** What is asked of a subscription in the middle of its life. */
  Command of(Act act, String subscriptionId) {
    String clientId = plan.clientId();
    String id = act.requestIdIn(plan);
    boolean even = act.number() % 2 == 0;
    Amount price = usd(price(act));
    return switch (act.kind()) {
      case PAUSE -> new Command.Pause(clientId, subscriptionId, id, null);
      case RESUME -> new Command.Resume(clientId, subscriptionId, id);
      case CANCEL -> new Command.Cancel(clientId, subscriptionId, Command.Cancellation.CANCEL);
      case PRICE_NOW ->
          update(
              subscriptionId,
              id,
              price,
              null,
              new Proration(
                  even
                      ? Proration.Mode.IMMEDIATE_PAY_CUSTOM_AMOUNT
                      : Proration.Mode.IMMEDIATE_REFUND_CUSTOM_AMOUNT,
                  usd(difference(act))),
              ChangeMode.IMMEDIATE);
      case PRICE_NEXT -> update(subscriptionId, id, price, null, null, ChangeMode.NEXT_PERIOD);
      case PERIOD ->
          update(
              subscriptionId,
              id,
              null,
              new PeriodRule(PeriodUnit.DAY, days(act)),
              null,
              ChangeMode.IMMEDIATE);
      case REPLACE_METHOD ->
          new Command.ReplacePaymentMethod(
              clientId, subscriptionId, id, new PaymentMethod("DANA", "ok"));
      case REFUND ->
          new Command.Refund(
              clientId,
              subscriptionId,
              new RefundTerms(
                  id,
                  Identity.paymentIdOfPeriod(subscriptionId, 1 + act.number() % 3),
                  usd(refund(act)),
                  null,
                  null));
      case HELD_CYCLES -> new Command.DecideHeldCycles(clientId, subscriptionId, approves(act));
      case CHARGE ->
          new Command.Charge(
              clientId, subscriptionId, id, charge(act).map(Wishes::usd).orElse(null));
      case CHANGE ->
          new Command.Change(
              clientId,
              subscriptionId,
              new ChangeTerms(
                  id,
                  null,
                  null,
                  null,
                  null,
                  null,
                  price,
                  costsOtherwiseAtFirst(act) ? usd(FIRST_AMOUNT) : null));
    };
  }

  private Command update(
      String subscriptionId,
      String requestId,
      @Nullable Amount price,
      @Nullable PeriodRule rule,
      @Nullable Proration proration,
      ChangeMode mode) {
    return new Command.Update(
        plan.clientId(),
        subscriptionId,
        new UpdateTerms(requestId, null, price, rule, null, null, proration, null, mode));
  }

  private CreateTerms terms() {
    return new CreateTerms(
        plan.requestId(),
        "Coffee",
        "https://shop.example/back",
        plan.start().toInstant(),
        plan.start().getZone().getId(),
        null,
        new PeriodRule(
            switch (plan.unit()) {
              case DAYS -> PeriodUnit.DAY;
              case WEEKS -> PeriodUnit.WEEK;
              case MONTHS -> PeriodUnit.MONTH;
              default -> PeriodUnit.YEAR;
            },
            plan.count()),
        null,
        new PaymentMethod("GCASH", plan.mood().methodId()),
        plan.clientId().equals(Parties.BY_URL) ? Parties.URL : "",
        null,
        usd(plan.amountMinor()),
        plan.freePeriods() == 0 ? List.of() : List.of(new Trial(1, plan.freePeriods(), usd(0))),
        null,
        null,
        plan.onTestClock(),
        plan.onTestClock() ? TestClock.ID : null,
        new Policies(
            1435,
            List.of(1, 3, 5),
            5,
            Policies.FinalAct.KEEP,
            0,
            plan.catchUp(),
            12,
            notice(3),
            notice(7)),
        new Billing(
            plan.managed() ? Billing.CollectionMode.MANAGED : Billing.CollectionMode.SELF_MANAGED,
            plan.billsAtSigning() ? Billing.FirstBilling.SIGN_AND_BILL : null,
            null),
        MethodProfile.AMS,
        Offering.plain(plan.notifiesBuyer()));
  }

  /** Days ahead that a buyer who is written to hears of a charge. */
  private int notice(int days) {
    return plan.notifiesBuyer() ? days : 0;
  }

  private static Amount usd(long minor) {
    return new Amount(minor, "USD");
  }
}
