package dev.recur.billing.topology;

import dev.recur.billing.domain.Event;
import dev.recur.billing.domain.Period;
import dev.recur.schemas.avro.AuthorisationExpired;
import dev.recur.schemas.avro.ChargeDeclined;
import dev.recur.schemas.avro.ChargePresentedAgain;
import dev.recur.schemas.avro.ChargeRequested;
import dev.recur.schemas.avro.ChargeSucceeded;
import dev.recur.schemas.avro.ChargeUnresolved;
import dev.recur.schemas.avro.CommandRefused;
import dev.recur.schemas.avro.InquiryRequested;
import dev.recur.schemas.avro.PaymentFailed;
import dev.recur.schemas.avro.PeriodStarted;
import dev.recur.schemas.avro.PeriodWaived;
import dev.recur.schemas.avro.RenewalCancelled;
import dev.recur.schemas.avro.SubscriptionApproved;
import dev.recur.schemas.avro.SubscriptionCanceled;
import dev.recur.schemas.avro.SubscriptionCreated;
import dev.recur.schemas.avro.SubscriptionDeclined;
import dev.recur.schemas.avro.SubscriptionEnded;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionParked;

/** The domain's events as the ledger holds them. */
final class LedgerEntry {
  private LedgerEntry() {}

  /** The entry without its input, which only the first of a decision has. */
  static SubscriptionEvent.Builder of(Event event) {
    SubscriptionEvent.Builder entry = SubscriptionEvent.newBuilder();
    return switch (event) {
      case Event.Created e -> entry.setCreated(new SubscriptionCreated(Nouns.terms(e.terms())));
      case Event.Approved e ->
          entry.setApproved(new SubscriptionApproved(Nouns.method(e.method())));
      case Event.Declined e -> entry.setDeclined(new SubscriptionDeclined(e.reason().orElse(null)));
      case Event.AuthorisationExpired e ->
          entry.setAuthorisationExpired(new AuthorisationExpired(e.expiryTime()));
      case Event.PeriodStarted e -> {
        Period period = e.period();
        yield entry.setPeriodStarted(
            new PeriodStarted(period.number(), period.start(), period.end()));
      }
      case Event.PaymentEvent e -> ofPayment(entry, e);
      case Event.RenewalCancelled e ->
          entry.setRenewalCancelled(new RenewalCancelled(e.serviceEnd()));
      case Event.Canceled e -> entry.setCanceled(new SubscriptionCanceled(e.immediately(), false));
      case Event.Ended e -> entry.setEnded(new SubscriptionEnded(e.serviceEnd()));
      case Event.CommandRefused e ->
          entry.setCommandRefused(new CommandRefused(e.commandId(), null, e.code(), e.message()));
      case Event.Parked e -> entry.setParked(new SubscriptionParked(e.reason()));
    };
  }

  private static SubscriptionEvent.Builder ofPayment(
      SubscriptionEvent.Builder entry, Event.PaymentEvent event) {
    var payment = Nouns.payment(event.payment());
    return switch (event) {
      case Event.PeriodWaived _ -> entry.setPeriodWaived(new PeriodWaived(payment));
      case Event.ChargeRequested e ->
          entry.setChargeRequested(new ChargeRequested(payment, e.attempt(), e.presentUntil()));
      case Event.ChargeSucceeded e ->
          entry.setChargeSucceeded(
              new ChargeSucceeded(
                  payment, e.attempt(), e.methodType(), e.reference().orElse(null)));
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
}
