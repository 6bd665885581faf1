package dev.recur.notifier.audit;

import dev.recur.notifier.audit.rules.Entry;
import dev.recur.notifier.audit.rules.Fact;
import dev.recur.notifier.audit.rules.Fact.End;
import dev.recur.notifier.audit.rules.Fact.Turn;
import dev.recur.notifier.audit.rules.Money;
import dev.recur.notifier.audit.rules.Payment;
import dev.recur.notifier.audit.rules.Plan;
import dev.recur.notifier.audit.rules.Refund;
import dev.recur.notifier.audit.rules.Rhythm;
import dev.recur.notifier.audit.rules.Timetable;
import dev.recur.notifier.streams.LaterReleaseException;
import dev.recur.schemas.avro.CatchUpAct;
import dev.recur.schemas.avro.ChangeMode;
import dev.recur.schemas.avro.CollectionMode;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PeriodUnit;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.RefundFacts;
import dev.recur.schemas.avro.SkipReason;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionUpdated;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's records in the words of the rules. A word that this version does not know ends the
 * audit: what was passed over would be missing from the books for ever.
 */
final class EntryMapping {

  private static final List<Reading<?>> READINGS =
      List.of(
          new Reading<>(SubscriptionEvent::getCreated, e -> born(e.getTerms())),
          new Reading<>(SubscriptionEvent::getApproved, _ -> new Fact.Approved()),
          new Reading<>(SubscriptionEvent::getDeclined, _ -> new Fact.Over(End.DECLINED)),
          new Reading<>(
              SubscriptionEvent::getAuthorisationExpired, _ -> new Fact.Over(End.EXPIRED)),
          new Reading<>(SubscriptionEvent::getCanceled, _ -> new Fact.Over(End.CANCELED)),
          new Reading<>(SubscriptionEvent::getEnded, _ -> new Fact.Over(End.ENDED)),
          new Reading<>(SubscriptionEvent::getChanged, _ -> new Fact.Over(End.CHANGED)),
          new Reading<>(
              SubscriptionEvent::getPeriodStarted,
              e -> new Fact.PeriodBegan(e.getPeriod(), e.getPeriodStart(), e.getPeriodEnd())),
          new Reading<>(
              SubscriptionEvent::getPeriodSkipped,
              e ->
                  new Fact.PeriodSkipped(
                      e.getPeriod(), e.getPeriodStart(), e.getPeriodEnd(), paused(e.getReason()))),
          new Reading<>(
              SubscriptionEvent::getPeriodWaived,
              e -> new Fact.PeriodFree(payment(e.getPayment()))),
          new Reading<>(
              SubscriptionEvent::getCatchUpDecided,
              e -> new Fact.Missed(payment(e.getPayment()), act(e.getAct()))),
          new Reading<>(
              SubscriptionEvent::getHeldCyclesDecided,
              e -> new Fact.HeldDecided(e.getApproved(), e.getPeriods())),
          new Reading<>(
              SubscriptionEvent::getChargeRequested,
              e -> new Fact.Asked(payment(e.getPayment()), e.getAttempt())),
          new Reading<>(
              SubscriptionEvent::getChargeSucceeded,
              e -> new Fact.Paid(payment(e.getPayment()), e.getAttempt())),
          new Reading<>(
              SubscriptionEvent::getChargeSurplus,
              e -> new Fact.PaidAgain(payment(e.getPayment()), e.getAttempt())),
          new Reading<>(
              SubscriptionEvent::getChargeDeclined,
              e ->
                  new Fact.Declined(
                      payment(e.getPayment()),
                      e.getAttempt(),
                      Optional.ofNullable(e.getRetryAt()))),
          new Reading<>(
              SubscriptionEvent::getPaymentFailed,
              e -> new Fact.Failed(payment(e.getPayment()), e.getHard())),
          new Reading<>(
              SubscriptionEvent::getChargeUnresolved,
              e -> new Fact.StillOpen(payment(e.getPayment()), e.getAttempt())),
          new Reading<>(
              SubscriptionEvent::getInquiryRequested,
              e -> new Fact.StillOpen(payment(e.getPayment()), e.getAttempt())),
          new Reading<>(
              SubscriptionEvent::getChargePresentedAgain,
              e -> new Fact.StillOpen(payment(e.getPayment()), e.getAttempt())),
          new Reading<>(
              SubscriptionEvent::getRefundRequested,
              e -> new Fact.RefundAsked(refund(e.getFacts()))),
          new Reading<>(
              SubscriptionEvent::getRefundSucceeded,
              e -> new Fact.RefundPaid(refund(e.getFacts()))),
          new Reading<>(
              SubscriptionEvent::getRefundFailed, e -> new Fact.RefundFailed(refund(e.getFacts()))),
          new Reading<>(
              SubscriptionEvent::getRefundUnresolved,
              e -> new Fact.RefundStillOpen(refund(e.getFacts()))),
          new Reading<>(
              SubscriptionEvent::getRefundInquiryRequested,
              e -> new Fact.RefundStillOpen(refund(e.getFacts()))),
          new Reading<>(
              SubscriptionEvent::getRefundPresentedAgain,
              e -> new Fact.RefundStillOpen(refund(e.getFacts()))),
          new Reading<>(SubscriptionEvent::getUpdated, EntryMapping::amended),
          turn(SubscriptionEvent::getRenewalCancelled, Turn.RENEWAL_OFF),
          turn(SubscriptionEvent::getPaused, Turn.PAUSED),
          turn(SubscriptionEvent::getResumed, Turn.RESUMED),
          turn(SubscriptionEvent::getPaymentMethodReplaced, Turn.METHOD_REPLACED),
          turn(SubscriptionEvent::getChangeStarted, Turn.CHANGE_STARTED),
          turn(SubscriptionEvent::getChangeAbandoned, Turn.CHANGE_ABANDONED),
          turn(SubscriptionEvent::getParked, Turn.PARKED),
          turn(SubscriptionEvent::getReleased, Turn.RELEASED),
          new Reading<>(SubscriptionEvent::getCommandRefused, _ -> new Fact.Told(false)),
          // What it changes is in force with its period, and was said by the update.
          new Reading<>(SubscriptionEvent::getUpdateTookEffect, _ -> new Fact.Told(true)),
          new Reading<>(SubscriptionEvent::getTrialEnding, _ -> new Fact.Told(true)),
          new Reading<>(SubscriptionEvent::getRenewalUpcoming, _ -> new Fact.Told(true)));

  private EntryMapping() {}

  /**
   * What one record says; empty where it tells nothing that this version knows.
   *
   * @param recordedAt real time of the record
   * @throws LaterReleaseException when it uses a word that this version does not know
   * @throws RuntimeException when it cannot be an event
   */
  static Optional<Entry> entry(SubscriptionEvent event, Instant recordedAt) {
    Fact told = null;
    for (Reading<?> reading : READINGS) {
      Fact fact = reading.of(event);
      if (fact != null && told != null) {
        throw new IllegalArgumentException("The event tells several things instead of one.");
      }
      told = fact == null ? told : fact;
    }
    return Optional.ofNullable(told)
        .map(fact -> new Entry(event.getSequence(), event.getAt(), recordedAt, fact));
  }

  static Money money(dev.recur.schemas.avro.Money money) {
    return new Money(money.getAmountMinor(), money.getCurrency());
  }

  private static Fact.Born born(CreateSubscription terms) {
    PeriodRule rule = terms.getPeriodRule();
    Integer cycles = terms.getCycleCount();
    return new Fact.Born(
        new Plan(
            Optional.ofNullable(terms.getTestClockId()),
            // The ledger's terms are complete, so it is there.
            Optional.ofNullable(terms.getExpiryTime()).orElseThrow(),
            cycles == null ? OptionalInt.empty() : OptionalInt.of(cycles),
            Duration.ofMinutes(terms.getPolicies().getChargeLeadMinutes()),
            managed(terms.getCollection())),
        new Timetable(
            ZoneId.of(terms.getZone()),
            new Rhythm(terms.getStartTime(), 1, unit(rule.getUnit()), rule.getCount()),
            Optional.ofNullable(terms.getEndTime()),
            List.of()));
  }

  private static Fact amended(SubscriptionUpdated updated) {
    return new Fact.Amended(
        updated.getFromPeriod(),
        atOnce(updated.getChangeMode()),
        Optional.ofNullable(updated.getAnchor()),
        Optional.ofNullable(updated.getPeriodRule())
            .map(r -> new Fact.Rule(unit(r.getUnit()), r.getCount())),
        Optional.ofNullable(updated.getEndTime()));
  }

  private static Fact.Act act(CatchUpAct act) {
    return switch (act) {
      case CHARGE -> Fact.Act.CHARGE;
      case SKIP -> Fact.Act.SKIP;
      case HOLD -> Fact.Act.HOLD;
      case UNKNOWN -> throw unknown("A missed period has an outcome");
    };
  }

  private static boolean paused(SkipReason reason) {
    return switch (reason) {
      case PAUSED -> true;
      case SIGN_ONLY, METHOD_REFUSED, BEFORE_APPROVAL, ENDED -> false;
      case UNKNOWN -> throw unknown("A period is skipped for a reason");
    };
  }

  private static boolean managed(CollectionMode collection) {
    return switch (collection) {
      case MANAGED -> true;
      case SELF_MANAGED -> false;
      case UNKNOWN -> throw unknown("A subscription's charges are triggered in a way");
    };
  }

  private static boolean atOnce(ChangeMode mode) {
    return switch (mode) {
      case IMMEDIATE -> true;
      case NEXT_PERIOD -> false;
      case UNKNOWN -> throw unknown("An update takes effect in a way");
    };
  }

  private static ChronoUnit unit(PeriodUnit unit) {
    return switch (unit) {
      case DAY -> ChronoUnit.DAYS;
      case WEEK -> ChronoUnit.WEEKS;
      case MONTH -> ChronoUnit.MONTHS;
      case YEAR -> ChronoUnit.YEARS;
      case UNKNOWN -> throw unknown("A period is counted in a unit");
    };
  }

  private static boolean isOfPeriod(PurposeKind kind) {
    return switch (kind) {
      case PERIOD -> true;
      case CHANGE, MANUAL, REFUND -> false;
      case UNKNOWN -> throw unknown("A payment has a purpose");
    };
  }

  private static LaterReleaseException unknown(String what) {
    return new LaterReleaseException(what + " that this version does not know");
  }

  private static Payment payment(PaymentFacts facts) {
    Integer period = facts.getPurpose().getPeriod();
    boolean own = isOfPeriod(facts.getPurpose().getKind()) && period != null;
    return new Payment(
        facts.getPaymentId(),
        own ? OptionalInt.of(period) : OptionalInt.empty(),
        money(facts.getAmount()));
  }

  private static Refund refund(RefundFacts facts) {
    return new Refund(
        facts.getRefund().getPaymentId(),
        facts.getRefundedPaymentId(),
        money(facts.getRefund().getAmount()),
        money(facts.getPaidAmount()),
        facts.getRefundedMinor());
  }

  private static <T> Reading<T> turn(Function<SubscriptionEvent, @Nullable T> field, Turn turn) {
    return new Reading<>(field, _ -> new Fact.Turned(turn));
  }

  /**
   * One type of event.
   *
   * @param field the field that is set when an event is of this type
   * @param meaning what such an event says
   */
  private record Reading<T>(
      Function<SubscriptionEvent, @Nullable T> field, Function<T, Fact> meaning) {
    @Nullable Fact of(SubscriptionEvent event) {
      T told = field.apply(event);
      return told == null ? null : meaning.apply(told);
    }
  }
}
