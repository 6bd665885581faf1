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
  MethodOffer methods(Wording words, SubscriptionView view) {
    MethodOffer offer = MethodOffer.toReplace(words, view, tokenisation.url().isPresent());
    return isPaid(view) ? offer : new MethodOffer(words, view, List.of(), true, false);
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
      Wording words,
      SubscriptionView view,
      Proof proof,
      String requestId,
      @Nullable Problem problem) {
    Standing standing = Standing.of(words, view);
    return new ManageModel(
        Pages.nonce(),
        words.words(),
        view.sandbox(),
        merchantName(view),
        view.description(),
        words.price(view.paymentAmount(), view.periodRule()),
        standing.state(),
        standing.message(),
        problem,
        facts(words, view),
        payments(words, view),
        paying(words, view, proof, requestId),
        cancelling(words, view, proof));
  }

  /** The page that asks whether a kind of notice is still wanted. */
  ManageModel askingWhetherWanted(
      Wording words, SubscriptionView view, BuyerNotice notice, String url) {
    return saying(
        words,
        view,
        words.say("mail.ask"),
        null,
        new Ask(url, null, words.say("mail.ask." + notice), words.say("mail.ask.button")));
  }

  /** The page that says that a kind of notice is not wanted any more. */
  ManageModel notWanted(Wording words, SubscriptionView view, BuyerNotice notice) {
    return saying(words, view, words.say("mail.done"), words.say("mail.done." + notice), null);
  }

  /** The page that says that no address is known to write to. */
  ManageModel nobodyToWriteTo(Wording words, SubscriptionView view) {
    return saying(words, view, words.say("mail.nobody"), words.say("mail.nobody.text"), null);
  }

  private ManageModel saying(
      Wording words,
      SubscriptionView view,
      String state,
      @Nullable String message,
      @Nullable Ask ask) {
    return new ManageModel(
        Pages.nonce(),
        words.words(),
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

  private static @Nullable Ask cancelling(Wording words, SubscriptionView view, Proof proof) {
    if (!canBeCanceled(view)) {
      return null;
    }
    SubscriptionView.Period period =
        view.lifecycle() == Lifecycle.PAUSED ? null : view.currentPeriod();
    return new Ask(
        url(view.subscriptionId(), "/cancel", proof),
        words.say("cancel"),
        period == null
            ? words.say("cancel.note")
            : words.say("cancel.note.dated", words.moment(period.end(), view.zoneId())),
        words.say("cancel.button"));
  }

  private @Nullable Paying paying(
      Wording words, SubscriptionView view, Proof proof, String requestId) {
    List<MethodOffer.Method> methods = methods(words, view).methods();
    if (methods.isEmpty()) {
      return null;
    }
    boolean asksForCard = methods.stream().anyMatch(MethodOffer.Method::byCard);
    return new Paying(
        url(view.subscriptionId(), "/method", proof) + "&request=" + requestId,
        methods,
        methods.size() == 1
            ? words.say("pay.one", methods.getFirst().name())
            : words.say("pay.fromNowOn"),
        asksForCard ? tokenisation.url().map(URI::toString).orElse(null) : null);
  }

  private List<Fact> facts(Wording words, SubscriptionView view) {
    List<Fact> facts = new ArrayList<>();
    if (isLive(view)) {
      if (view.nextChargeAt() != null && !view.renewalOff()) {
        facts.add(
            new Fact(
                words.say("label.nextPayment"), words.moment(view.nextChargeAt(), view.zoneId())));
      }
      if (!view.renewalOff()) {
        Offer offer = Offer.of(words, view, subscriptions.authorisation(view.subscriptionId()));
        facts.add(new Fact(words.say("label.renews"), offer.renewal()));
      }
      SubscriptionView.Period period = view.currentPeriod();
      if (period != null) {
        facts.add(
            new Fact(
                words.say("label.thisPeriod"),
                words.span(period.start(), period.end(), view.zoneId())));
      }
      SubscriptionView.AwaitedUpdate update = view.waiting().update();
      if (update != null) {
        facts.add(
            new Fact(
                words.say("label.changesOn", words.day(update.takesEffectAt(), view.zoneId())),
                to(words, view, update)));
      }
    }
    facts.add(new Fact(words.say("label.paidWith"), methods(words, view).settledName()));
    return facts;
  }

  /** What it will be, for example {@code Premium, $19.99 USD per year}. */
  private static String to(
      Wording words, SubscriptionView view, SubscriptionView.AwaitedUpdate update) {
    Amount amount = update.paymentAmount() == null ? view.paymentAmount() : update.paymentAmount();
    var rule = update.periodRule() == null ? view.periodRule() : update.periodRule();
    String price = words.price(amount, rule);
    return update.description() == null ? price : words.say("plan", update.description(), price);
  }

  private List<ManageModel.Payment> payments(Wording words, SubscriptionView view) {
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
                    words.day(payment.time(), view.zoneId()),
                    words.price(payment.amount()),
                    outcome(words, payment)))
        .toList();
  }

  private String outcome(Wording words, PaymentView payment) {
    String said = "payment." + payment.status();
    if (payment.status() != PaymentView.Status.SUCCESS) {
      return words.say(said);
    }
    long back =
        payments.refunds(payment.paymentId()).stream()
            .filter(refund -> refund.status() == RefundView.Status.SUCCESS)
            .mapToLong(refund -> refund.amount().minor())
            .sum();
    return back == 0
        ? words.say(said)
        : words.say(said + ".refunded", words.price(new Amount(back, payment.amount().currency())));
  }

  private @Nullable String merchantName(SubscriptionView view) {
    MerchantProfile merchant = merchants.find(view.clientId());
    return merchant == null ? null : merchant.name();
  }
}
