package dev.recur.service.testing;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import dev.recur.service.read.Authorisation;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.PeriodUnit;
import dev.recur.service.terms.Trial;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Subscriptions to look at. All but one live on a test clock, so that no test depends on today. */
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
        new SubscriptionView.Methods(MethodProfile.AMS, List.of()),
        new SubscriptionView.Lineage(Origin.CREATE, null, null),
        SubscriptionView.Waiting.NOTHING);
  }

  /** The same subscription in another state. */
  public static SubscriptionView in(SubscriptionView view, Lifecycle lifecycle) {
    Copy copy = new Copy(view);
    copy.sequence++;
    copy.lifecycle = lifecycle;
    return copy.view();
  }

  /** The same subscription, whose next charge falls due at a time. */
  public static SubscriptionView due(SubscriptionView view, Instant nextChargeAt) {
    Copy copy = new Copy(view);
    copy.nextChargeAt = nextChargeAt;
    return copy.view();
  }

  /** The same subscription, not to be renewed any more. */
  public static SubscriptionView renewalOff(SubscriptionView view, Instant serviceEnd) {
    Copy copy = new Copy(view);
    copy.renewalOff = true;
    copy.serviceEnd = serviceEnd;
    return copy.view();
  }

  /** The same subscription, billed in some way. */
  public static SubscriptionView billed(SubscriptionView view, Billing billing) {
    Copy copy = new Copy(view);
    copy.billing = billing;
    return copy.view();
  }

  /**
   * The same subscription, paid with something.
   *
   * @param choices codes of the methods the buyer may choose from; none: the method is settled
   */
  public static SubscriptionView paid(
      SubscriptionView view, PaymentMethod method, String... choices) {
    Copy copy = new Copy(view);
    copy.paymentMethod = method;
    copy.methods = new SubscriptionView.Methods(view.methods().profile(), List.of(choices));
    return copy.view();
  }

  /** The same subscription, on the live clock: today is past its offer's end. */
  public static SubscriptionView onLiveClock(SubscriptionView view) {
    Copy copy = new Copy(view);
    copy.onTestClock = false;
    return copy.view();
  }

  /** The same subscription, come with a payment. */
  public static SubscriptionView ofPay(SubscriptionView view) {
    Copy copy = new Copy(view);
    copy.subscriptionId =
        Identity.subscriptionId(Origin.PAY, view.clientId(), view.subscriptionRequestId());
    copy.lineage = new SubscriptionView.Lineage(Origin.PAY, null, null);
    return copy.view();
  }

  /** The same subscription, paused, with everything that one can have. */
  public static SubscriptionView full(
      SubscriptionView view, Billing billing, SubscriptionView.Lineage lineage) {
    Copy copy = new Copy(in(view, Lifecycle.PAUSED));
    copy.billing = billing;
    copy.orderAmount = new Amount(1998, "USD");
    copy.settlementCurrency = "EUR";
    copy.lineage = lineage;
    copy.waiting =
        new SubscriptionView.Waiting(
            Instant.parse("2025-05-01T00:00:00Z"),
            new SubscriptionView.AwaitedUpdate(
                3,
                Instant.parse("2025-05-12T08:15:29Z"),
                "Premium",
                new Amount(1999, "USD"),
                new PeriodRule(PeriodUnit.YEAR, 1)),
            List.of(1, 2));
    return copy.view();
  }

  /** A subscription of which something is to be different. */
  private static final class Copy {

    private final SubscriptionView original;
    private String subscriptionId;
    private long sequence;
    private Lifecycle lifecycle;
    private boolean renewalOff;
    private @Nullable Instant serviceEnd;
    private @Nullable Instant nextChargeAt;
    private PaymentMethod paymentMethod;
    private boolean onTestClock;
    private Billing billing;
    private @Nullable Amount orderAmount;
    private @Nullable String settlementCurrency;
    private SubscriptionView.Methods methods;
    private SubscriptionView.Lineage lineage;
    private SubscriptionView.Waiting waiting;

    Copy(SubscriptionView view) {
      original = view;
      subscriptionId = view.subscriptionId();
      sequence = view.sequence();
      lifecycle = view.lifecycle();
      renewalOff = view.renewalOff();
      serviceEnd = view.serviceEnd();
      nextChargeAt = view.nextChargeAt();
      paymentMethod = view.paymentMethod();
      onTestClock = view.onTestClock();
      billing = view.billing();
      orderAmount = view.orderAmount();
      settlementCurrency = view.settlementCurrency();
      methods = view.methods();
      lineage = view.lineage();
      waiting = view.waiting();
    }

    SubscriptionView view() {
      return new SubscriptionView(
          subscriptionId,
          original.clientId(),
          original.subscriptionRequestId(),
          sequence,
          original.at(),
          lifecycle,
          renewalOff,
          original.description(),
          original.redirectUrl(),
          original.startTime(),
          original.zone(),
          original.endTime(),
          serviceEnd,
          original.periodRule(),
          original.paymentAmount(),
          original.trials(),
          paymentMethod,
          original.expiryTime(),
          original.currentPeriod(),
          nextChargeAt,
          original.sandbox(),
          onTestClock,
          billing,
          orderAmount,
          settlementCurrency,
          methods,
          lineage,
          waiting);
    }
  }

  /** What became of an offer. */
  public static Authorisation authorisation(Authorisation.Decision decision) {
    return new Authorisation(decision, OFFERED, 1435);
  }
}
