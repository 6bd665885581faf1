package dev.recur.service.mapping;

import dev.recur.schemas.avro.LifecycleStatus;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PeriodSpan;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.service.read.Authorisation;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.PaymentView;
import dev.recur.service.read.SubscriptionView;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Snapshots and events, as the read side keeps them. */
public final class SubscriptionMapping {

  private SubscriptionMapping() {}

  /** A snapshot. */
  public static SubscriptionView of(SubscriptionSnapshot snapshot) {
    return new SubscriptionView(
        snapshot.getSubscriptionId(),
        snapshot.getClientId(),
        snapshot.getSubscriptionRequestId(),
        snapshot.getSequence(),
        snapshot.getAt(),
        of(snapshot.getLifecycleStatus()),
        snapshot.getRenewalOff(),
        snapshot.getDescription(),
        snapshot.getRedirectUrl(),
        snapshot.getStartTime(),
        snapshot.getZone(),
        snapshot.getEndTime(),
        snapshot.getServiceEnd(),
        TermsMapping.of(snapshot.getPeriodRule()),
        TermsMapping.of(snapshot.getPaymentAmount()),
        TermsMapping.trials(snapshot.getTrials()),
        TermsMapping.of(snapshot.getPaymentMethod()),
        snapshot.getExpiryTime(),
        of(snapshot.getCurrentPeriod()),
        snapshot.getNextChargeAt(),
        snapshot.getSandbox(),
        snapshot.getTestClockId() != null);
  }

  /** The payment that an event says is final, where it does. */
  public static Optional<PaymentView> finalPayment(SubscriptionEvent event) {
    if (event.getChargeSucceeded() != null) {
      return Optional.of(
          payment(
              event,
              event.getChargeSucceeded().getPayment(),
              PaymentView.Status.SUCCESS,
              event.getChargeSucceeded().getPaymentMethodType()));
    }
    if (event.getPeriodWaived() != null) {
      return Optional.of(
          payment(event, event.getPeriodWaived().getPayment(), PaymentView.Status.SUCCESS, null));
    }
    if (event.getPaymentFailed() != null) {
      return Optional.of(
          payment(event, event.getPaymentFailed().getPayment(), PaymentView.Status.FAIL, null));
    }
    return Optional.empty();
  }

  /**
   * What an event makes of the offer.
   *
   * @param before what it was; gives null when nothing is known
   * @return null when the event says nothing about it, or about one that is not known
   */
  public static @Nullable Authorisation authorisation(
      SubscriptionEvent event, Supplier<@Nullable Authorisation> before) {
    if (event.getCreated() != null) {
      return new Authorisation(
          Decision.OPEN,
          event.getAt(),
          event.getCreated().getTerms().getPolicies().getChargeLeadMinutes());
    }
    Decision decision = decision(event);
    Authorisation offer = decision == null ? null : before.get();
    return decision == null || offer == null ? null : offer.decided(decision, event.getAt());
  }

  private static @Nullable Decision decision(SubscriptionEvent event) {
    if (event.getApproved() != null) {
      return Decision.APPROVED;
    }
    if (event.getDeclined() != null) {
      return Decision.DECLINED;
    }
    return event.getAuthorisationExpired() == null ? null : Decision.EXPIRED;
  }

  private static PaymentView payment(
      SubscriptionEvent event,
      PaymentFacts payment,
      PaymentView.Status status,
      @Nullable String methodType) {
    return new PaymentView(
        payment.getPaymentId(),
        event.getSequence(),
        status,
        payment.getPurpose().getPeriod(),
        methodType,
        TermsMapping.of(payment.getAmount()),
        payment.getCreatedAt(),
        event.getAt());
  }

  private static SubscriptionView.@Nullable Period of(@Nullable PeriodSpan period) {
    return period == null
        ? null
        : new SubscriptionView.Period(period.getNumber(), period.getStart(), period.getEnd());
  }

  private static Lifecycle of(LifecycleStatus status) {
    return switch (status) {
      case INCOMPLETE -> Lifecycle.INCOMPLETE;
      case TRIALING -> Lifecycle.TRIALING;
      case ACTIVE -> Lifecycle.ACTIVE;
      case PAYMENTDUE -> Lifecycle.PAYMENTDUE;
      case PASTDUE -> Lifecycle.PASTDUE;
      case PAUSED -> Lifecycle.PAUSED;
      case CANCELED -> Lifecycle.CANCELED;
      case ENDED -> Lifecycle.ENDED;
      case UNKNOWN -> throw TermsMapping.unknown("lifecycle status");
    };
  }
}
