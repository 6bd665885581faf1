package dev.recur.notifier.fanout;

import dev.recur.notifier.notice.Amendment;
import dev.recur.notifier.notice.Birth;
import dev.recur.notifier.notice.ContractUrls;
import dev.recur.notifier.notice.Happening.PlannedCharge;
import dev.recur.notifier.notice.LifecycleStatus;
import dev.recur.notifier.notice.Method;
import dev.recur.notifier.notice.Money;
import dev.recur.notifier.notice.Origin;
import dev.recur.notifier.notice.Payment;
import dev.recur.notifier.notice.PeriodRule;
import dev.recur.notifier.notice.PeriodUnit;
import dev.recur.notifier.notice.Purpose;
import dev.recur.notifier.notice.Refund;
import dev.recur.notifier.notice.Terms;
import dev.recur.schemas.avro.ChangeMode;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.FirstBilling;
import dev.recur.schemas.avro.PauseReason;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.RefundFacts;
import dev.recur.schemas.avro.RenewalUpcoming;
import dev.recur.schemas.avro.SubscriptionUpdated;
import dev.recur.schemas.avro.Trial;
import dev.recur.schemas.avro.TrialEnding;
import dev.recur.schemas.avro.UpdateTookEffect;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What several events of the ledger speak of, in the words of {@code notice}. A word that this
 * version does not know stops the process: what it means may have to be told.
 */
final class Nouns {

  private Nouns() {}

  static Terms terms(CreateSubscription terms) {
    String subscriptionUrl = terms.getSubscriptionNotificationUrl();
    String paymentUrl = terms.getPaymentNotificationUrl();
    return new Terms(
        new Birth(
            origin(terms),
            terms.getSubscriptionRequestId(),
            Optional.ofNullable(terms.getRelatedSubscriptionId())),
        new ContractUrls(subscriptionUrl, paymentUrl == null ? subscriptionUrl : paymentUrl),
        terms.getStartTime(),
        Optional.ofNullable(terms.getEndTime()),
        zone(terms.getZone()),
        periodRule(terms.getPeriodRule()),
        Optional.of(terms.getDescription()),
        Optional.of(money(terms.getPaymentAmount())),
        terms.getNotifiesBuyer(),
        managed(terms),
        Optional.ofNullable(terms.getCycleCount()),
        true,
        trialEnd(terms),
        finalActAtOnce(terms.getPolicies()));
  }

  private static boolean finalActAtOnce(Policies policies) {
    return switch (policies.getFinalAct()) {
      case CANCEL, PAUSE -> policies.getGraceDays() == 0;
      case KEEP -> false;
      case UNKNOWN -> throw unknown("What becomes of an unpaid subscription is a policy");
    };
  }

  /**
   * When the first period at the plan's own price starts, where it is not the first (decision
   * 0019). Empty where nothing is charged then: the plan costs nothing, or has come to its end.
   * Empty too where something is charged before: discounted periods are a trial, and whoever reads
   * only of its end would take them for free.
   */
  private static Optional<Instant> trialEnd(CreateSubscription terms) {
    int signed = signsOnly(terms) ? 1 : 0;
    int through = signed;
    List<Trial> trials = new ArrayList<>(terms.getTrials());
    trials.sort(Comparator.comparingInt(Trial::getStartPeriod));
    for (Trial trial : trials) {
      if (trial.getStartPeriod() > through + 1) {
        break;
      }
      through = Math.max(through, trial.getEndPeriod());
      if (trial.getPrice().getAmountMinor() > 0 && trial.getEndPeriod() > signed) {
        return Optional.empty();
      }
    }
    int paid = through + 1;
    Integer cycles = terms.getCycleCount();
    if (paid == 1
        || terms.getPaymentAmount().getAmountMinor() == 0
        || (cycles != null && paid > cycles)) {
      return Optional.empty();
    }
    Instant start =
        periodRule(terms.getPeriodRule()).start(terms.getStartTime(), zone(terms.getZone()), paid);
    Instant end = terms.getEndTime();
    return end == null || start.isBefore(end) ? Optional.of(start) : Optional.empty();
  }

  private static boolean signsOnly(CreateSubscription terms) {
    FirstBilling first = terms.getFirstBilling();
    if (first == null) {
      return !managed(terms);
    }
    return switch (first) {
      case SIGN_AND_BILL -> false;
      case SIGN_ONLY -> true;
      case UNKNOWN -> throw unknown("A subscription's first period is billed");
    };
  }

  private static boolean managed(CreateSubscription terms) {
    return switch (terms.getCollection()) {
      case MANAGED -> true;
      case SELF_MANAGED -> false;
      case UNKNOWN -> throw unknown("A subscription's charges are triggered");
    };
  }

  private static Origin origin(CreateSubscription terms) {
    return switch (terms.getOrigin()) {
      case CREATE -> Origin.CREATE;
      case PAY -> Origin.PAY;
      case CHANGE -> Origin.CHANGE;
      case UNKNOWN -> throw unknown("A subscription came from a call");
    };
  }

  private static PeriodRule periodRule(dev.recur.schemas.avro.PeriodRule rule) {
    PeriodUnit unit =
        switch (rule.getUnit()) {
          case DAY -> PeriodUnit.DAY;
          case WEEK -> PeriodUnit.WEEK;
          case MONTH -> PeriodUnit.MONTH;
          case YEAR -> PeriodUnit.YEAR;
          case UNKNOWN -> throw unknown("A period is counted in a unit");
        };
    return new PeriodRule(unit, rule.getCount());
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new UnreadableEventException(
          "The zone %s is not known here: give an offset or a region of the IANA time zones."
              .formatted(text));
    }
  }

  static Method method(PaymentMethod method) {
    return new Method(method.getType(), Optional.ofNullable(method.getId()));
  }

  static boolean atOnce(ChangeMode mode) {
    return switch (mode) {
      case IMMEDIATE -> true;
      case NEXT_PERIOD -> false;
      case UNKNOWN -> throw unknown("An update takes effect in a way");
    };
  }

  static boolean unpaid(PauseReason reason) {
    return switch (reason) {
      case REQUESTED -> false;
      case UNPAID -> true;
      case UNKNOWN -> throw unknown("A subscription pauses for a reason");
    };
  }

  static Amendment amendment(SubscriptionUpdated updated) {
    return new Amendment(
        Optional.ofNullable(updated.getDescription()),
        Optional.ofNullable(updated.getPaymentAmount()).map(Nouns::money),
        Optional.ofNullable(updated.getPeriodRule()).map(Nouns::periodRule),
        Optional.ofNullable(updated.getEndTime()));
  }

  static Amendment amendment(UpdateTookEffect took) {
    return new Amendment(
        Optional.ofNullable(took.getDescription()),
        Optional.ofNullable(took.getPaymentAmount()).map(Nouns::money),
        Optional.ofNullable(took.getPeriodRule()).map(Nouns::periodRule),
        Optional.ofNullable(took.getEndTime()));
  }

  static LifecycleStatus status(dev.recur.schemas.avro.LifecycleStatus status) {
    return switch (status) {
      case INCOMPLETE -> LifecycleStatus.INCOMPLETE;
      case TRIALING -> LifecycleStatus.TRIALING;
      case ACTIVE -> LifecycleStatus.ACTIVE;
      case PAYMENTDUE -> LifecycleStatus.PAYMENTDUE;
      case PASTDUE -> LifecycleStatus.PASTDUE;
      case PAUSED -> LifecycleStatus.PAUSED;
      case CANCELED -> LifecycleStatus.CANCELED;
      case ENDED -> LifecycleStatus.ENDED;
      case UNKNOWN -> throw unknown("A subscription has a status");
    };
  }

  static Payment payment(PaymentFacts payment) {
    return new Payment(
        payment.getPaymentId(),
        purpose(payment.getPurpose()),
        money(payment.getAmount()),
        payment.getCreatedAt(),
        period(payment),
        payment.getPeriodStart(),
        payment.getPeriodEnd());
  }

  /** The first release, which charged for periods only, named the period in the purpose only. */
  private static int period(PaymentFacts payment) {
    Integer period = payment.getPeriod();
    return period == null ? said(payment.getPurpose().getPeriod()) : period;
  }

  private static Purpose purpose(dev.recur.schemas.avro.Purpose purpose) {
    return switch (purpose.getKind()) {
      case PERIOD -> new Purpose.Period(said(purpose.getPeriod()));
      case CHANGE -> new Purpose.Change(said(purpose.getRequestId()));
      case MANUAL -> new Purpose.Manual(said(purpose.getRequestId()));
      case REFUND ->
          throw new UnreadableEventException(
              "A refund is told as a charge: find the program that wrote it.");
      case UNKNOWN -> throw unknown("A payment has a purpose");
    };
  }

  static PlannedCharge charge(TrialEnding ending) {
    return new PlannedCharge(ending.getPeriod(), ending.getAt(), money(ending.getAmount()));
  }

  static PlannedCharge charge(RenewalUpcoming renewal) {
    return new PlannedCharge(renewal.getPeriod(), renewal.getAt(), money(renewal.getAmount()));
  }

  static Refund refund(RefundFacts facts) {
    PaymentFacts refund = facts.getRefund();
    if (refund.getPurpose().getKind() != PurposeKind.REFUND) {
      throw new UnreadableEventException(
          "A refund has the purpose of a charge: find the program that wrote it.");
    }
    return new Refund(
        refund.getPaymentId(),
        said(refund.getPurpose().getRequestId()),
        money(refund.getAmount()),
        Optional.ofNullable(facts.getNotificationUrl()));
  }

  private static Money money(dev.recur.schemas.avro.Money money) {
    return new Money(money.getAmountMinor(), money.getCurrency());
  }

  private static <T> T said(@Nullable T part) {
    if (part == null) {
      throw new UnreadableEventException(
          "A payment does not say its period or request: find the program that wrote it.");
    }
    return part;
  }

  private static IllegalStateException unknown(String what) {
    return new IllegalStateException(
        what + " that this version does not know: update the notifier first.");
  }
}
