package dev.recur.service.testing;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.read.Authorisation;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.PeriodUnit;
import dev.recur.service.terms.Trial;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Subscriptions to look at. All live on a test clock, so that no test depends on today. */
public final class Views {

  /** When the offers are made: the moment of Antom's trial example. */
  public static final Instant OFFERED = Instant.parse("2025-03-12T08:15:29Z");

  private Views() {}

  /** The offer of Antom's trial example: seven days free of a monthly subscription. */
  public static SubscriptionView trial(TestMerchant merchant, String requestId) {
    return view(
        merchant,
        requestId,
        Lifecycle.INCOMPLETE,
        Instant.parse("2025-02-19T08:15:29Z"),
        List.of(new Trial(1, 1, new Amount(0, "USD"))));
  }

  /** A plain monthly offer that starts when it is approved. */
  public static SubscriptionView plain(TestMerchant merchant, String requestId) {
    return view(merchant, requestId, Lifecycle.INCOMPLETE, OFFERED, List.of());
  }

  /** Any. */
  public static SubscriptionView view(
      TestMerchant merchant,
      String requestId,
      Lifecycle lifecycle,
      Instant start,
      List<Trial> trials) {
    return new SubscriptionView(
        Identity.subscriptionId(Origin.CREATE, merchant.clientId(), requestId),
        merchant.clientId(),
        requestId,
        1,
        OFFERED,
        lifecycle,
        false,
        "Reading Club <& friends>, monthly",
        "https://club.example/done?order=4711",
        start,
        "+08:00",
        null,
        null,
        new PeriodRule(PeriodUnit.MONTH, 1),
        new Amount(999, "USD"),
        trials,
        new PaymentMethod("GCASH", null),
        Instant.parse("2025-03-12T08:45:29Z"),
        lifecycle == Lifecycle.INCOMPLETE
            ? null
            : new SubscriptionView.Period(
                1, Instant.parse("2025-02-19T08:15:29Z"), Instant.parse("2025-03-19T08:15:29Z")),
        null,
        merchant.sandbox(),
        true,
        new Billing(Billing.CollectionMode.MANAGED, Billing.FirstBilling.SIGN_AND_BILL, null),
        null,
        null,
        new SubscriptionView.Lineage(Origin.CREATE, null, null),
        SubscriptionView.Waiting.NOTHING);
  }

  /** The same subscription in another state. */
  public static SubscriptionView in(SubscriptionView view, Lifecycle lifecycle) {
    return new SubscriptionView(
        view.subscriptionId(),
        view.clientId(),
        view.subscriptionRequestId(),
        view.sequence() + 1,
        view.at(),
        lifecycle,
        view.renewalOff(),
        view.description(),
        view.redirectUrl(),
        view.startTime(),
        view.zone(),
        view.endTime(),
        view.serviceEnd(),
        view.periodRule(),
        view.paymentAmount(),
        view.trials(),
        view.paymentMethod(),
        view.expiryTime(),
        view.currentPeriod(),
        view.nextChargeAt(),
        view.sandbox(),
        view.onTestClock(),
        view.billing(),
        view.orderAmount(),
        view.settlementCurrency(),
        view.lineage(),
        view.waiting());
  }

  /** The same subscription, billed in some way. */
  public static SubscriptionView billed(SubscriptionView view, Billing billing) {
    return with(
        view,
        billing,
        view.orderAmount(),
        view.settlementCurrency(),
        view.lineage(),
        view.waiting());
  }

  /** The same subscription, paused, with everything that one can have. */
  public static SubscriptionView full(
      SubscriptionView view, Billing billing, SubscriptionView.Lineage lineage) {
    return with(
        in(view, Lifecycle.PAUSED),
        billing,
        new Amount(1998, "USD"),
        "EUR",
        lineage,
        new SubscriptionView.Waiting(
            Instant.parse("2025-05-01T00:00:00Z"),
            new SubscriptionView.AwaitedUpdate(
                3,
                Instant.parse("2025-05-12T08:15:29Z"),
                "Premium",
                new Amount(1999, "USD"),
                new PeriodRule(PeriodUnit.YEAR, 1)),
            List.of(1, 2)));
  }

  private static SubscriptionView with(
      SubscriptionView view,
      Billing billing,
      @Nullable Amount orderAmount,
      @Nullable String settlementCurrency,
      SubscriptionView.Lineage lineage,
      SubscriptionView.Waiting waiting) {
    return new SubscriptionView(
        view.subscriptionId(),
        view.clientId(),
        view.subscriptionRequestId(),
        view.sequence(),
        view.at(),
        view.lifecycle(),
        view.renewalOff(),
        view.description(),
        view.redirectUrl(),
        view.startTime(),
        view.zone(),
        view.endTime(),
        view.serviceEnd(),
        view.periodRule(),
        view.paymentAmount(),
        view.trials(),
        view.paymentMethod(),
        view.expiryTime(),
        view.currentPeriod(),
        view.nextChargeAt(),
        view.sandbox(),
        view.onTestClock(),
        billing,
        orderAmount,
        settlementCurrency,
        lineage,
        waiting);
  }

  /** What became of an offer. */
  public static Authorisation authorisation(Authorisation.Decision decision) {
    return new Authorisation(decision, OFFERED, 1435);
  }
}
