package dev.recur.billing.topology;

import dev.recur.billing.domain.Collection;
import dev.recur.billing.domain.Event;
import dev.recur.billing.domain.PaymentMethod;
import dev.recur.billing.domain.State;
import dev.recur.billing.domain.Terms;
import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeRequest;
import dev.recur.schemas.id.Identity;
import java.time.Instant;
import java.util.Optional;

/** What an event asks of the payment channel. */
final class ChannelAsk {
  private ChannelAsk() {}

  /**
   * The request that follows from an event.
   *
   * @param event what happened
   * @param state the state after it
   * @return the request, or empty when the event asks nothing
   */
  static Optional<ChargeRequest> of(Event event, State.Existing state) {
    return switch (event) {
      case Event.ChargeRequested _, Event.ChargePresentedAgain _ ->
          state.collection().map(open -> request(state, open, ChannelOperation.CHARGE, 0));
      case Event.InquiryRequested inquiry ->
          state
              .collection()
              .map(open -> request(state, open, ChannelOperation.INQUIRE, inquiry.inquiry()));
      case Event.Created _,
          Event.Approved _,
          Event.Declined _,
          Event.AuthorisationExpired _,
          Event.PeriodStarted _,
          Event.PeriodWaived _,
          Event.ChargeSucceeded _,
          Event.ChargeDeclined _,
          Event.ChargeUnresolved _,
          Event.PaymentFailed _,
          Event.RenewalCancelled _,
          Event.Canceled _,
          Event.Ended _,
          Event.CommandRefused _,
          Event.Parked _ ->
          Optional.empty();
    };
  }

  private static ChargeRequest request(
      State.Existing state, Collection open, ChannelOperation operation, int inquiry) {
    Terms terms = state.head().terms();
    // An attempt is asked for at one time, however often its key is presented; an inquiry is asked
    // now, because a pending payment settles with time.
    Instant at = operation == ChannelOperation.INQUIRE ? state.head().at() : open.attemptedAt();
    return ChargeRequest.newBuilder()
        .setKey(Identity.attemptKey(open.payment().paymentId(), open.attempt()))
        .setSubscriptionId(terms.subscriptionId())
        .setClientId(terms.clientId())
        .setPaymentId(open.payment().paymentId())
        .setAttempt(open.attempt())
        .setOperation(operation)
        .setInquiry(inquiry)
        .setPurpose(Nouns.purpose(open.payment().purpose()))
        .setAmount(Nouns.money(open.payment().amount()))
        .setPaymentMethod(Nouns.method(method(state)))
        .setAt(at)
        .setPresentUntil(open.presentUntil())
        .setSandbox(terms.sandbox())
        .setOrderAmount(terms.orderAmount().map(Nouns::money).orElse(null))
        .setSettlementCurrency(terms.settlementCurrency().orElse(null))
        .build();
  }

  static PaymentMethod method(State.Existing state) {
    return switch (state) {
      case State.Incomplete incomplete -> incomplete.head().terms().method();
      case State.Live live -> live.method();
      case State.Over over -> over.method();
    };
  }
}
