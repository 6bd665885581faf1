package dev.recur.service.mapping;

import dev.recur.schemas.avro.AwaitedUpdate;
import dev.recur.schemas.avro.LifecycleStatus;
import dev.recur.schemas.avro.PeriodSpan;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionOrigin;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.id.Origin;
import dev.recur.service.read.Authorisation;
import dev.recur.service.read.Authorisation.Decision;
import dev.recur.service.read.Lifecycle;
import dev.recur.service.read.SubscriptionView;
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
        snapshot.getTestClockId() != null,
        TermsMapping.billing(
            snapshot.getCollection(), snapshot.getFirstBilling(), snapshot.getCycleCount()),
        TermsMapping.optional(snapshot.getOrderAmount()),
        snapshot.getSettlementCurrency(),
        new SubscriptionView.Methods(
            TermsMapping.of(snapshot.getMethodProfile()), snapshot.getMethodChoices()),
        new SubscriptionView.Lineage(
            of(snapshot.getOrigin()),
            snapshot.getRelatedSubscriptionId(),
            snapshot.getReplacedBySubscriptionId()),
        new SubscriptionView.Waiting(
            snapshot.getResumeTime(), of(snapshot.getAwaitedUpdate()), snapshot.getHeldPeriods()));
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

  private static SubscriptionView.@Nullable AwaitedUpdate of(@Nullable AwaitedUpdate update) {
    return update == null
        ? null
        : new SubscriptionView.AwaitedUpdate(
            update.getFromPeriod(),
            update.getTakesEffectAt(),
            update.getDescription(),
            TermsMapping.optional(update.getPaymentAmount()),
            TermsMapping.optional(update.getPeriodRule()));
  }

  private static Origin of(SubscriptionOrigin origin) {
    return switch (origin) {
      case CREATE -> Origin.CREATE;
      case PAY -> Origin.PAY;
      case CHANGE -> Origin.CHANGE;
      case UNKNOWN -> throw TermsMapping.unknown("origin");
    };
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
