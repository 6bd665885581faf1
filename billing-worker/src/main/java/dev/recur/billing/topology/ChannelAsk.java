package dev.recur.billing.topology;

import dev.recur.billing.domain.Collection;
import dev.recur.billing.domain.Event;
import dev.recur.billing.domain.PaidAttempt;
import dev.recur.billing.domain.PaymentMethod;
import dev.recur.billing.domain.Refund;
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
      case Event.PaymentEvent payment -> ofPayment(payment, state);
      case Event.RefundEvent refund -> ofRefund(refund, state);
      case Event.LifeEvent _ -> Optional.empty();
    };
  }

  private static Optional<ChargeRequest> ofPayment(Event.PaymentEvent event, State.Existing state) {
    return switch (event) {
      case Event.ChargeRequested _, Event.ChargePresentedAgain _ ->
          charge(state, ChannelOperation.CHARGE, 0);
      case Event.InquiryRequested inquiry ->
          charge(state, ChannelOperation.INQUIRE, inquiry.inquiry());
      case Event.PeriodWaived _,
          Event.CatchUpDecided _,
          Event.ChargeSucceeded _,
          Event.ChargeSurplus _,
          Event.ChargeDeclined _,
          Event.ChargeUnresolved _,
          Event.PaymentFailed _ ->
          Optional.empty();
    };
  }

  private static Optional<ChargeRequest> charge(
      State.Existing state, ChannelOperation operation, int inquiry) {
    return state
        .collection()
        .map(
            open ->
                request(state, open, open.methods().of(open.attempt()), operation, inquiry)
                    .build());
  }

  private static Optional<ChargeRequest> ofRefund(Event.RefundEvent event, State.Existing state) {
    return switch (event) {
      case Event.RefundRequested _, Event.RefundPresentedAgain _ ->
          refundRequest(event, state, ChannelOperation.REFUND, 0);
      case Event.RefundInquiryRequested inquiry ->
          refundRequest(event, state, ChannelOperation.INQUIRE, inquiry.inquiry());
      case Event.RefundSucceeded _, Event.RefundFailed _, Event.RefundUnresolved _ ->
          Optional.empty();
    };
  }

  private static Optional<ChargeRequest> refundRequest(
      Event.RefundEvent event, State.Existing state, ChannelOperation operation, int inquiry) {
    String refundId = event.facts().refund().paymentId();
    PaidAttempt source = event.facts().source();
    return state.refunds().stream()
        .map(Refund::collection)
        .filter(open -> open.payment().paymentId().equals(refundId))
        .findFirst()
        .map(
            open ->
                // Money goes back the way it came, whatever the buyer pays with today.
                request(state, open, source.method(), operation, inquiry)
                    .setRefundedPaymentId(event.facts().refundedPaymentId())
                    .setRefundedReference(source.reference().orElse(null))
                    .build());
  }

  /**
   * @param method that the attempt uses; empty where an earlier release asked for it and kept only
   *     the subscription's
   */
  private static ChargeRequest.Builder request(
      State.Existing state,
      Collection open,
      Optional<PaymentMethod> method,
      ChannelOperation operation,
      int inquiry) {
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
        .setPaymentMethod(Nouns.method(method.orElseGet(state::method)))
        .setAt(at)
        .setPresentUntil(open.presentUntil())
        .setSandbox(terms.sandbox())
        .setOrderAmount(terms.orderAmount().map(Nouns::money).orElse(null))
        .setSettlementCurrency(terms.settlementCurrency().orElse(null))
        .setDescription(terms.description());
  }
}
