package dev.recur.notifier.fanout;

import dev.recur.notifier.notice.Happening;
import dev.recur.notifier.notice.LedgerEvent;
import dev.recur.notifier.notice.Money;
import dev.recur.notifier.notice.Payment;
import dev.recur.notifier.notice.PeriodUnit;
import dev.recur.notifier.notice.Terms;
import dev.recur.notifier.notice.Trial;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.SubscriptionEvent;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The ledger's records in the words of {@code notice}. */
final class LedgerMapping {

  private LedgerMapping() {}

  /** The record cannot be an event, whoever reads it: a dead letter. */
  static final class UnreadableEventException extends RuntimeException {
    UnreadableEventException(String message) {
      super(message);
    }
  }

  /**
   * What one record tells.
   *
   * @throws UnreadableEventException when it cannot be an event
   * @throws IllegalStateException when it tells something that this version does not know; it must
   *     not be skipped
   */
  static LedgerEvent event(SubscriptionEvent record) {
    List<Happening> happenings = happenings(record);
    if (happenings.isEmpty()) {
      throw new IllegalStateException(
          "Event %d of %s is of a type this version does not know: update the notifier first."
              .formatted(record.getSequence(), record.getSubscriptionId()));
    }
    if (happenings.size() > 1) {
      throw new UnreadableEventException(
          "The event tells several things at once: find the program that wrote it.");
    }
    return new LedgerEvent(
        record.getSubscriptionId(),
        record.getClientId(),
        record.getSequence(),
        record.getAt(),
        happenings.getFirst());
  }

  private static List<Happening> happenings(SubscriptionEvent record) {
    List<Happening> all = new ArrayList<>(1);
    if (record.getCreated() != null) {
      all.add(created(record.getCreated().getTerms()));
    }
    if (record.getApproved() != null) {
      all.add(new Happening.Approved(record.getApproved().getPaymentMethod().getType()));
    }
    if (record.getDeclined() != null) {
      all.add(new Happening.Declined());
    }
    if (record.getAuthorisationExpired() != null) {
      all.add(new Happening.AuthorisationExpired());
    }
    if (record.getPeriodStarted() != null) {
      all.add(new Happening.PeriodStarted(record.getPeriodStarted().getPeriod()));
    }
    if (record.getPeriodWaived() != null) {
      all.add(new Happening.PeriodWaived(payment(record.getPeriodWaived().getPayment())));
    }
    if (record.getChargeRequested() != null) {
      all.add(new Happening.ChargeRequested(payment(record.getChargeRequested().getPayment())));
    }
    if (record.getChargeSucceeded() != null) {
      all.add(
          new Happening.ChargeSucceeded(
              payment(record.getChargeSucceeded().getPayment()),
              record.getChargeSucceeded().getPaymentMethodType()));
    }
    if (record.getChargeDeclined() != null) {
      all.add(
          new Happening.ChargeDeclined(
              payment(record.getChargeDeclined().getPayment()),
              record.getChargeDeclined().getRetryAt() != null));
    }
    if (record.getPaymentFailed() != null) {
      all.add(
          new Happening.PaymentFailed(
              payment(record.getPaymentFailed().getPayment()),
              record.getPaymentFailed().getCode(),
              record.getPaymentFailed().getHard()));
    }
    if (record.getRenewalCancelled() != null) {
      all.add(new Happening.RenewalCancelled(record.getRenewalCancelled().getServiceEnd()));
    }
    if (record.getCanceled() != null) {
      all.add(new Happening.Canceled(record.getCanceled().getImmediately()));
    }
    if (record.getEnded() != null) {
      all.add(new Happening.Ended(record.getEnded().getServiceEnd()));
    }
    if (record.getChargeUnresolved() != null
        || record.getInquiryRequested() != null
        || record.getChargePresentedAgain() != null
        || record.getCommandRefused() != null
        || record.getParked() != null) {
      all.add(new Happening.Internal());
    }
    return all;
  }

  private static Happening created(CreateSubscription terms) {
    return new Happening.Created(terms(terms), terms.getPaymentMethod().getType());
  }

  private static Terms terms(CreateSubscription terms) {
    String subscriptionUrl = terms.getSubscriptionNotificationUrl();
    String paymentUrl = terms.getPaymentNotificationUrl();
    return new Terms(
        terms.getSubscriptionRequestId(),
        subscriptionUrl,
        paymentUrl == null ? subscriptionUrl : paymentUrl,
        terms.getStartTime(),
        Optional.ofNullable(terms.getEndTime()),
        zone(terms.getZone()),
        unit(terms),
        terms.getPeriodRule().getCount(),
        terms.getTrials().stream()
            .map(trial -> new Trial(trial.getStartPeriod(), trial.getEndPeriod()))
            .toList());
  }

  private static PeriodUnit unit(CreateSubscription terms) {
    return switch (terms.getPeriodRule().getUnit()) {
      case DAY -> PeriodUnit.DAY;
      case WEEK -> PeriodUnit.WEEK;
      case MONTH -> PeriodUnit.MONTH;
      case YEAR -> PeriodUnit.YEAR;
      case UNKNOWN ->
          throw new IllegalStateException(
              "A period is counted in a unit this version does not know: update the notifier.");
    };
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

  private static Payment payment(PaymentFacts payment) {
    Integer period = payment.getPurpose().getPeriod();
    return new Payment(
        payment.getPaymentId(),
        period == null ? OptionalInt.empty() : OptionalInt.of(period),
        new Money(payment.getAmount().getAmountMinor(), payment.getAmount().getCurrency()),
        payment.getCreatedAt(),
        payment.getPeriodStart(),
        payment.getPeriodEnd());
  }
}
