package dev.recur.billing.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an event about a refund does to the state. */
final class RefundEvolver {
  private RefundEvolver() {}

  static State.Existing evolve(State.Existing state, Event.RefundEvent event, Instant at) {
    if (state instanceof State.Incomplete) {
      throw Evolver.impossible(state, event);
    }
    List<Refund> refunds = new ArrayList<>();
    for (Refund open : state.refunds()) {
      if (open.refundId().equals(event.facts().refund().paymentId())) {
        moved(open, event, at).ifPresent(refunds::add);
      } else {
        refunds.add(open);
      }
    }
    if (event instanceof Event.RefundRequested requested) {
      refunds.add(
          new Refund(
              requested.facts(),
              Collection.begun(
                  requested.facts().refund(), 1, MethodsUsed.NONE, requested.presentUntil(), at),
              requested.commandId()));
    }
    return state.refunding(refunds);
  }

  private static Optional<Refund> moved(Refund open, Event.RefundEvent event, Instant at) {
    return switch (event) {
      case Event.RefundRequested _ -> Optional.empty();
      case Event.RefundSucceeded _, Event.RefundFailed _ -> Optional.empty();
      case Event.RefundUnresolved unresolved ->
          Optional.of(open.in(open.collection().unresolved(unresolved.inquireAt())));
      case Event.RefundInquiryRequested inquiry ->
          Optional.of(open.in(open.collection().inquiring(inquiry.inquiry(), at)));
      case Event.RefundPresentedAgain _ ->
          Optional.of(open.in(open.collection().presentedAgain(at)));
    };
  }
}
