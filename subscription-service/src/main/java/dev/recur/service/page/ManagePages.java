package dev.recur.service.page;

import dev.recur.schemas.buyer.BuyerLink.Proof;
import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.service.card.TokenisationSettings;
import dev.recur.service.page.ManageModel.Ask;
import dev.recur.service.page.ManageModel.Fact;
import dev.recur.service.page.ManageModel.Paying;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Merchants;
import dev.recur.service.read.PaymentView;
import dev.recur.service.read.Payments;
import dev.recur.service.read.RefundView;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.read.Subscriptions;
import dev.recur.service.terms.Amount;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the page of a subscription says. */
@Singleton
final class ManagePages {

  /** A year of a monthly subscription. */
  private static final int PAYMENTS_SHOWN_MAX = 12;

  private static final Set<PaymentView.Status> ALL = EnumSet.allOf(PaymentView.Status.class);

  private final Subscriptions subscriptions;
  private final Payments payments;
  private final Merchants merchants;
  private final TokenisationSettings tokenisation;

  ManagePages(
      Subscriptions subscriptions,
      Payments payments,
      Merchants merchants,
      TokenisationSettings tokenisation) {
    this.subscriptions = subscriptions;
    this.payments = payments;
    this.merchants = merchants;
    this.tokenisation = tokenisation;
  }

  /** The page's path with what opens it. */
  static String url(String subscriptionId, String below, Proof proof) {
    return "/subscriptions/" + subscriptionId + below + "?" + proof.query();
  }

  /** What the buyer may pay with from now on; nothing where there is nothing more to pay. */
  MethodOffer methods(SubscriptionView view) {
    MethodOffer offer = MethodOffer.toReplace(view, tokenisation.url().isPresent());
    return isPaid(view) ? offer : new MethodOffer(view, List.of(), true, false);
  }

  /** Something is charged yet, as things are. */
  private static boolean isPaid(SubscriptionView view) {
    return isLive(view) && (!view.renewalOff() || view.nextChargeAt() != null);
  }

  /**
   * The page.
   *
   * @param proof what the buyer's link brought
   * @param requestId under which another method is asked for, however often the form is sent
   * @param problem why the buyer has to try again
   */
  ManageModel model(
      SubscriptionView view, Proof proof, String requestId, @Nullable String problem) {
    Standing standing = Standing.of(view);
    return new ManageModel(
        Pages.nonce(),
        view.sandbox(),
        merchantName(view),
        view.description(),
        Wording.price(view.paymentAmount()) + " " + Wording.perPeriod(view.periodRule()),
        standing.state(),
        standing.message(),
        problem,
        facts(view),
        payments(view),
        paying(view, proof, requestId),
        cancelling(view, proof));
  }

  /** The page that asks whether a kind of notice is still wanted. */
  ManageModel askingWhetherWanted(SubscriptionView view, BuyerNotice notice, String url) {
    String what = what(notice);
    return saying(
        view,
        "Fewer e-mails",
        null,
        new Ask(
            url,
            null,
            "You will not be reminded any more " + what + ". Everything else stays as it is.",
            "Do not remind me"));
  }

  /** The page that says that a kind of notice is not wanted any more. */
  ManageModel notWanted(SubscriptionView view, BuyerNotice notice) {
    String what = what(notice);
    return saying(
        view,
        "Unsubscribed",
        "You are not reminded any more " + what + ". Everything else stays as it is.",
        null);
  }

  /** The page that says that no address is known to write to. */
  ManageModel nobodyToWriteTo(SubscriptionView view) {
    return saying(
        view,
        "No e-mails",
        "No address is kept for this subscription, so nobody is written to about it.",
        null);
  }

  private static String what(BuyerNotice notice) {
    return switch (notice) {
      case TRIAL_ENDING -> "that its trial ends";
      case RENEWAL_UPCOMING -> "that it is about to renew";
      case ACTIVATED, RECEIPT, PAYMENT_FAILED, PAUSED, RESUMED, CANCELED, REFUND ->
          throw new IllegalArgumentException(notice + " belongs to the contract.");
    };
  }

  private ManageModel saying(
      SubscriptionView view, String state, @Nullable String message, @Nullable Ask ask) {
    return new ManageModel(
        Pages.nonce(),
        view.sandbox(),
        merchantName(view),
        view.description(),
        null,
        state,
        message,
        null,
        List.of(),
        List.of(),
        null,
        ask);
  }

  /** The buyer can cancel what would otherwise be renewed. */
  static boolean canBeCanceled(SubscriptionView view) {
    return isLive(view) && !view.renewalOff();
  }

  private static boolean isLive(SubscriptionView view) {
    return switch (view.lifecycle()) {
      case TRIALING, ACTIVE, PAYMENTDUE, PASTDUE, PAUSED -> true;
      case INCOMPLETE, CANCELED, ENDED -> false;
    };
  }

  private static @Nullable Ask cancelling(SubscriptionView view, Proof proof) {
    if (!canBeCanceled(view)) {
      return null;
    }
    SubscriptionView.Period period =
        view.lifecycle() == Lifecycle.PAUSED ? null : view.currentPeriod();
    return new Ask(
        url(view.subscriptionId(), "/cancel", proof),
        "Cancel this subscription",
        (period == null
                ? ""
                : "It goes on at least until " + Wording.moment(period.end(), view.zoneId()) + ". ")
            + "No new payment is taken after you cancel.",
        "Cancel the subscription");
  }

  private @Nullable Paying paying(SubscriptionView view, Proof proof, String requestId) {
    List<MethodOffer.Method> methods = methods(view).methods();
    if (methods.isEmpty()) {
      return null;
    }
    boolean asksForCard = methods.stream().anyMatch(MethodOffer.Method::byCard);
    return new Paying(
        url(view.subscriptionId(), "/method", proof) + "&request=" + requestId,
        methods,
        asksForCard ? tokenisation.url().map(URI::toString).orElse(null) : null);
  }

  private List<Fact> facts(SubscriptionView view) {
    List<Fact> facts = new ArrayList<>();
    if (isLive(view)) {
      if (view.nextChargeAt() != null && !view.renewalOff()) {
        facts.add(new Fact("Next payment", Wording.moment(view.nextChargeAt(), view.zoneId())));
      }
      if (!view.renewalOff()) {
        Offer offer = Offer.of(view, subscriptions.authorisation(view.subscriptionId()));
        facts.add(new Fact("Renews", offer.renewal()));
      }
      SubscriptionView.Period period = view.currentPeriod();
      if (period != null) {
        facts.add(
            new Fact(
                "This period",
                Wording.day(period.start(), view.zoneId())
                    + " to "
                    + Wording.day(period.end(), view.zoneId())));
      }
      SubscriptionView.AwaitedUpdate update = view.waiting().update();
      if (update != null) {
        facts.add(
            new Fact(
                "Changes on " + Wording.day(update.takesEffectAt(), view.zoneId()),
                to(view, update)));
      }
    }
    facts.add(new Fact("Paid with", methods(view).settledName()));
    return facts;
  }

  /** What it will be, for example {@code Premium, $19.99 USD per year}. */
  private static String to(SubscriptionView view, SubscriptionView.AwaitedUpdate update) {
    Amount amount = update.paymentAmount() == null ? view.paymentAmount() : update.paymentAmount();
    var rule = update.periodRule() == null ? view.periodRule() : update.periodRule();
    return (update.description() == null ? "" : update.description() + ", ")
        + Wording.price(amount)
        + " "
        + Wording.perPeriod(rule);
  }

  private List<ManageModel.Payment> payments(SubscriptionView view) {
    String id = view.subscriptionId();
    int count = payments.payments(id, ALL, 1, 1).totalCount();
    int pages = (count + PAYMENTS_SHOWN_MAX - 1) / PAYMENTS_SHOWN_MAX;
    List<PaymentView> latest = new ArrayList<>();
    for (int page = Math.max(1, pages - 1); page <= pages; page++) {
      latest.addAll(payments.payments(id, ALL, page, PAYMENTS_SHOWN_MAX).payments());
    }
    return latest.reversed().stream()
        .limit(PAYMENTS_SHOWN_MAX)
        .map(
            payment ->
                new ManageModel.Payment(
                    Wording.day(payment.time(), view.zoneId()),
                    Wording.price(payment.amount()),
                    outcome(payment)))
        .toList();
  }

  private String outcome(PaymentView payment) {
    return switch (payment.status()) {
      case SUCCESS -> {
        long back =
            payments.refunds(payment.paymentId()).stream()
                .filter(refund -> refund.status() == RefundView.Status.SUCCESS)
                .mapToLong(refund -> refund.amount().minor())
                .sum();
        yield back == 0
            ? "Paid"
            : "Paid, " + Wording.price(new Amount(back, payment.amount().currency())) + " refunded";
      }
      case FAIL -> "Not paid";
      case PROCESSING, PENDING -> "Under way";
    };
  }

  private @Nullable String merchantName(SubscriptionView view) {
    MerchantProfile merchant = merchants.find(view.clientId());
    return merchant == null ? null : merchant.name();
  }
}
