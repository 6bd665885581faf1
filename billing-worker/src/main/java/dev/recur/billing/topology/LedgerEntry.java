package dev.recur.billing.topology;

import dev.recur.billing.domain.Event;
import dev.recur.billing.domain.Money;
import dev.recur.billing.domain.Period;
import dev.recur.schemas.avro.AuthorisationExpired;
import dev.recur.schemas.avro.CatchUp;
import dev.recur.schemas.avro.CatchUpAct;
import dev.recur.schemas.avro.CatchUpDecided;
import dev.recur.schemas.avro.ChangeAbandoned;
import dev.recur.schemas.avro.ChangeMode;
import dev.recur.schemas.avro.ChangeStarted;
import dev.recur.schemas.avro.ChargeDeclined;
import dev.recur.schemas.avro.ChargePresentedAgain;
import dev.recur.schemas.avro.ChargeRequested;
import dev.recur.schemas.avro.ChargeSucceeded;
import dev.recur.schemas.avro.ChargeSurplus;
import dev.recur.schemas.avro.ChargeUnresolved;
import dev.recur.schemas.avro.CommandRefused;
import dev.recur.schemas.avro.HeldCyclesDecided;
import dev.recur.schemas.avro.InquiryRequested;
import dev.recur.schemas.avro.PauseReason;
import dev.recur.schemas.avro.PaymentFailed;
import dev.recur.schemas.avro.PaymentMethodReplaced;
import dev.recur.schemas.avro.PeriodSkipped;
import dev.recur.schemas.avro.PeriodStarted;
import dev.recur.schemas.avro.PeriodWaived;
import dev.recur.schemas.avro.RefundFailed;
import dev.recur.schemas.avro.RefundInquiryRequested;
import dev.recur.schemas.avro.RefundPresentedAgain;
import dev.recur.schemas.avro.RefundRequested;
import dev.recur.schemas.avro.RefundSucceeded;
import dev.recur.schemas.avro.RefundUnresolved;
import dev.recur.schemas.avro.RenewalCancelled;
import dev.recur.schemas.avro.RenewalUpcoming;
import dev.recur.schemas.avro.SkipReason;
import dev.recur.schemas.avro.SubscriptionApproved;
import dev.recur.schemas.avro.SubscriptionCanceled;
import dev.recur.schemas.avro.SubscriptionChanged;
import dev.recur.schemas.avro.SubscriptionCreated;
import dev.recur.schemas.avro.SubscriptionDeclined;
import dev.recur.schemas.avro.SubscriptionEnded;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionParked;
import dev.recur.schemas.avro.SubscriptionPaused;
import dev.recur.schemas.avro.SubscriptionReleased;
import dev.recur.schemas.avro.SubscriptionResumed;
import dev.recur.schemas.avro.SubscriptionUpdated;
import dev.recur.schemas.avro.TrialEnding;
import dev.recur.schemas.avro.UpdateTookEffect;
import java.time.Instant;

/** The domain's events as the ledger holds them. */
final class LedgerEntry {
  private LedgerEntry() {}

  /** The entry without its input, which only the first of a decision has. */
  static SubscriptionEvent.Builder of(Event event) {
    SubscriptionEvent.Builder entry = SubscriptionEvent.newBuilder();
    return switch (event) {
      case Event.LifeEvent life -> ofLife(entry, life);
      case Event.PaymentEvent payment -> ofPayment(entry, payment);
      case Event.RefundEvent refund -> ofRefund(entry, refund);
    };
  }

  private static SubscriptionEvent.Builder ofLife(
      SubscriptionEvent.Builder entry, Event.LifeEvent event) {
    return switch (event) {
      case Event.Created e ->
          entry.setCreated(new SubscriptionCreated(TermsMapping.avro(e.terms())));
      case Event.Approved e ->
          entry.setApproved(new SubscriptionApproved(Nouns.method(e.method())));
      case Event.Declined e -> entry.setDeclined(new SubscriptionDeclined(e.reason().orElse(null)));
      case Event.AuthorisationExpired e ->
          entry.setAuthorisationExpired(new AuthorisationExpired(e.expiryTime()));
      case Event.PeriodStarted(Period period) ->
          entry.setPeriodStarted(new PeriodStarted(period.number(), period.start(), period.end()));
      case Event.PeriodSkipped(Period period, Event.SkipReason reason) ->
          entry.setPeriodSkipped(
              new PeriodSkipped(
                  period.number(),
                  period.start(),
                  period.end(),
                  SkipReason.valueOf(reason.name())));
      case Event.TrialEnding(Period period, Instant at, Money amount) ->
          entry.setTrialEnding(
              new TrialEnding(
                  period.number(), period.start(), period.end(), at, Nouns.money(amount)));
      case Event.RenewalUpcoming(Period period, Instant at, Money amount) ->
          entry.setRenewalUpcoming(
              new RenewalUpcoming(
                  period.number(), period.start(), period.end(), at, Nouns.money(amount)));
      case Event.HeldCyclesDecided e ->
          entry.setHeldCyclesDecided(new HeldCyclesDecided(e.approved(), e.periods()));
      case Event.Updated e -> entry.setUpdated(updated(e));
      case Event.UpdateTookEffect e -> entry.setUpdateTookEffect(tookEffect(e));
      case Event.Paused e ->
          entry.setPaused(
              new SubscriptionPaused(
                  e.requestId().orElse(null),
                  e.requestId().isPresent() ? PauseReason.REQUESTED : PauseReason.UNPAID,
                  e.resumeTime().orElse(null)));
      case Event.Resumed e -> entry.setResumed(new SubscriptionResumed(e.requestId().orElse(null)));
      case Event.MethodReplaced e ->
          entry.setPaymentMethodReplaced(
              new PaymentMethodReplaced(e.requestId(), Nouns.method(e.method())));
      case Event.RenewalCancelled e ->
          entry.setRenewalCancelled(new RenewalCancelled(e.serviceEnd()));
      case Event.Canceled e ->
          entry.setCanceled(new SubscriptionCanceled(e.immediately(), e.unpaid()));
      case Event.Ended e -> entry.setEnded(new SubscriptionEnded(e.serviceEnd()));
      case Event.ChangeStarted e ->
          entry.setChangeStarted(
              new ChangeStarted(
                  e.change().requestId(),
                  e.change().newSubscriptionId(),
                  TermsMapping.avro(e.terms()),
                  e.change().commandId(),
                  e.change().fingerprint()));
      case Event.ChangeAbandoned e ->
          entry.setChangeAbandoned(
              new ChangeAbandoned(e.newSubscriptionId(), e.code(), e.message()));
      case Event.Changed e -> entry.setChanged(new SubscriptionChanged(e.newSubscriptionId()));
      case Event.CommandRefused e ->
          entry.setCommandRefused(
              new CommandRefused(e.commandId(), e.requestId().orElse(null), e.code(), e.message()));
      case Event.Parked e -> entry.setParked(new SubscriptionParked(e.reason()));
      case Event.Released e -> entry.setReleased(new SubscriptionReleased(e.note().orElse(null)));
    };
  }

  private static SubscriptionUpdated updated(Event.Updated e) {
    return SubscriptionUpdated.newBuilder()
        .setRequestId(e.requestId())
        .setChangeMode(e.awaited() ? ChangeMode.NEXT_PERIOD : ChangeMode.IMMEDIATE)
        .setFromPeriod(e.fromPeriod())
        .setAnchor(e.calendar().map(calendar -> calendar.anchor()).orElse(null))
        .setDescription(e.description().orElse(null))
        .setPaymentAmount(e.price().map(Nouns::money).orElse(null))
        .setPeriodRule(e.rule().map(Nouns::rule).orElse(null))
        .setEndTime(e.endTime().orElse(null))
        .setOrderAmount(e.orderAmount().map(Nouns::money).orElse(null))
        .build();
  }

  private static UpdateTookEffect tookEffect(Event.UpdateTookEffect e) {
    return UpdateTookEffect.newBuilder()
        .setRequestId(e.requestId())
        .setPeriod(e.period())
        .setDescription(e.description().orElse(null))
        .setPaymentAmount(e.price().map(Nouns::money).orElse(null))
        .setPeriodRule(e.rule().map(Nouns::rule).orElse(null))
        .setEndTime(e.endTime().orElse(null))
        .setOrderAmount(e.orderAmount().map(Nouns::money).orElse(null))
        .build();
  }

  private static SubscriptionEvent.Builder ofPayment(
      SubscriptionEvent.Builder entry, Event.PaymentEvent event) {
    var payment = Nouns.payment(event.payment());
    return switch (event) {
      case Event.PeriodWaived _ -> entry.setPeriodWaived(new PeriodWaived(payment));
      case Event.CatchUpDecided e ->
          entry.setCatchUpDecided(
              new CatchUpDecided(
                  payment, CatchUp.valueOf(e.policy().name()), CatchUpAct.valueOf(e.act().name())));
      case Event.ChargeRequested e ->
          entry.setChargeRequested(new ChargeRequested(payment, e.attempt(), e.presentUntil()));
      case Event.ChargeSucceeded e ->
          entry.setChargeSucceeded(
              new ChargeSucceeded(
                  payment, e.attempt(), e.method().type(), e.reference().orElse(null)));
      case Event.ChargeSurplus e ->
          entry.setChargeSurplus(
              new ChargeSurplus(payment, e.attempt(), e.reference().orElse(null)));
      case Event.ChargeDeclined e ->
          entry.setChargeDeclined(
              new ChargeDeclined(
                  payment, e.attempt(), e.hard(), e.code(), e.retryAt().orElse(null)));
      case Event.ChargeUnresolved e ->
          entry.setChargeUnresolved(
              new ChargeUnresolved(payment, e.attempt(), e.pending(), e.inquireAt().orElse(null)));
      case Event.InquiryRequested e ->
          entry.setInquiryRequested(new InquiryRequested(payment, e.attempt(), e.inquiry()));
      case Event.ChargePresentedAgain e ->
          entry.setChargePresentedAgain(
              new ChargePresentedAgain(payment, e.attempt(), e.presentUntil()));
      case Event.PaymentFailed e ->
          entry.setPaymentFailed(new PaymentFailed(payment, e.code(), e.hard()));
    };
  }

  private static SubscriptionEvent.Builder ofRefund(
      SubscriptionEvent.Builder entry, Event.RefundEvent event) {
    var facts = Nouns.refund(event.facts());
    return switch (event) {
      case Event.RefundRequested e ->
          entry.setRefundRequested(
              new RefundRequested(facts, e.presentUntil(), e.commandId().orElse(null)));
      case Event.RefundSucceeded e ->
          entry.setRefundSucceeded(new RefundSucceeded(facts, e.reference().orElse(null)));
      case Event.RefundFailed e -> entry.setRefundFailed(new RefundFailed(facts, e.code()));
      case Event.RefundUnresolved e ->
          entry.setRefundUnresolved(
              new RefundUnresolved(facts, e.pending(), e.inquireAt().orElse(null)));
      case Event.RefundInquiryRequested e ->
          entry.setRefundInquiryRequested(new RefundInquiryRequested(facts, e.inquiry()));
      case Event.RefundPresentedAgain e ->
          entry.setRefundPresentedAgain(new RefundPresentedAgain(facts, e.presentUntil()));
    };
  }
}
