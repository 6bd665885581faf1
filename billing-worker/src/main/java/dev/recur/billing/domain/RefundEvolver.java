package dev.recur.billing.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an event about a refund does to the state. */
final class RefundEvolver {
  private RefundEvolver() {}

  static State.Existing evolve(State.Existing state, Event.RefundEvent event) {
    if (state instanceof State.Incomplete) {
      throw Evolver.impossible(state, event);
    }
    List<Refund> refunds = new ArrayList<>();
    for (Refund open : state.refunds()) {
      if (open.refundId().equals(event.facts().refund().paymentId())) {
        moved(open, event).ifPresent(refunds::add);
      } else {
        refunds.add(open);
      }
    }
    if (event instanceof Event.RefundRequested requested) {
      refunds.add(
          new Refund(
              requested.facts(),
              Collection.begun(
                  requested.facts().refund(),
                  1,
                  MethodsUsed.NONE,
                  requested.presentUntil(),
                  requested.askedAt()),
              requested.commandId()));
    }
    return state.refunding(refunds);
  }

  private static Optional<Refund> moved(Refund open, Event.RefundEvent event) {
    return switch (event) {
      case Event.RefundRequested _ -> Optional.empty();
      case Event.RefundSucceeded _, Event.RefundFailed _ -> Optional.empty();
      case Event.RefundUnresolved unresolved ->
          Optional.of(open.in(open.collection().unresolved(unresolved.inquireAt())));
      case Event.RefundInquiryRequested inquiry ->
          Optional.of(open.in(open.collection().inquiring(inquiry.inquiry(), inquiry.askedAt())));
      case Event.RefundPresentedAgain again ->
          Optional.of(open.in(open.collection().presentedAgain(again.askedAt())));
    };
  }
}
