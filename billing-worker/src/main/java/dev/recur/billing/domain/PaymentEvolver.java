package dev.recur.billing.domain;

import dev.recur.billing.domain.Collection.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an event about a payment does to the state. */
final class PaymentEvolver {
  private PaymentEvolver() {}

  static State.Existing evolve(State.Existing state, Event.PaymentEvent event, Instant at) {
    return switch (state) {
      case State.Incomplete _ -> throw Evolver.impossible(state, event);
      case State.Live live -> onLive(live, event, at);
      case State.Over over -> over.collecting(collection(over, event));
    };
  }

  private static State.Live onLive(State.Live live, Event.PaymentEvent event, Instant at) {
    State.Live next = live.with(live.dues().collecting(collection(live, event)));
    return switch (event) {
      case Event.PeriodWaived waived -> settled(next, waived.payment());
      case Event.ChargeRequested requested -> requested(next, requested);
      case Event.ChargeSucceeded succeeded -> mended(paid(next, succeeded.payment()), succeeded);
      case Event.ChargeDeclined declined -> declined(next, declined);
      case Event.PaymentFailed failed -> failed(unpaid(next, failed, live), failed, at);
      case Event.CatchUpDecided decided -> caughtUp(next, decided);
      case Event.ChargeUnresolved _,
          Event.InquiryRequested _,
          Event.ChargePresentedAgain _,
          Event.ChargeSurplus _ ->
          next;
    };
  }

  private static State.Live requested(State.Live live, Event.ChargeRequested requested) {
    Payment payment = requested.payment();
    Dues dues = live.dues().charged(requested.askedAt());
    State.Live next =
        switch (payment.purpose()) {
          case Purpose.ForPeriod(int number) -> live.with(live.progress().opened(number));
          case Purpose.ForChange _, Purpose.Manual _, Purpose.ForRefund _ -> live;
        };
    return next.with(withoutPeriod(dues, payment));
  }

  /** Nothing more is to be paid for it. */
  private static State.Live settled(State.Live live, Payment payment) {
    State.Live next =
        switch (payment.purpose()) {
          case Purpose.ForPeriod(int number) -> live.with(live.progress().settled(number));
          // A self-managed period is paid by whatever charge the merchant triggers in it.
          case Purpose.Manual _ -> live.with(live.progress().settled(payment.period().number()));
          case Purpose.ForChange _, Purpose.ForRefund _ -> live;
        };
    return next.with(withoutPeriod(next.dues(), payment));
  }

  /** Settled by money that moved, which an update may give back while its period lasts. */
  private static State.Live paid(State.Live live, Payment payment) {
    State.Live next = settled(live, payment);
    return payment.period().number() >= next.progress().current()
        ? next.with(next.dues().paid(payment))
        : next;
  }

  /**
   * What is owed is a period's price, so only that mends the standing and calls the final act off.
   * A difference mends what its own decline did.
   */
  private static State.Live mended(State.Live live, Event.ChargeSucceeded succeeded) {
    return switch (succeeded.payment().purpose()) {
      case Purpose.ForPeriod _, Purpose.Manual _ ->
          owingSince(live, succeeded.payment().period().number());
      case Purpose.ForChange _ -> live.standing() == State.Standing.PAYMENT_DUE ? good(live) : live;
      case Purpose.ForRefund _ -> live;
    };
  }

  /** A paid period is the end of what was owed before it, but not of a later one's failure. */
  private static State.Live owingSince(State.Live live, int period) {
    Dues later = live.dues().unpaidAfter(period);
    return later.unpaid().isEmpty()
        ? good(live.with(later.finalActAt(Optional.empty())))
        : live.with(later);
  }

  /** Good again, unless another payment is still owed or the method is refused. */
  private static State.Live good(State.Live live) {
    boolean stays =
        live.standing() == State.Standing.METHOD_REFUSED || live.collection().isPresent();
    return stays ? live : live.with(State.Standing.GOOD);
  }

  private static State.Live declined(State.Live live, Event.ChargeDeclined declined) {
    // Beside a period that stayed unpaid, a difference that is tried again changes nothing.
    boolean stays =
        declined.retryAt().isEmpty()
            || (declined.payment().purpose() instanceof Purpose.ForChange
                && live.standing() == State.Standing.PAST_DUE);
    return stays ? live : worse(live, State.Standing.PAYMENT_DUE);
  }

  /**
   * Keeps a failed payment of the running period, or of a later one that was charged ahead: another
   * method opens it again. In a pause only the later one's, which a resume before its start opens.
   */
  private static State.Live unpaid(State.Live live, Event.PaymentFailed failed, State.Live before) {
    Payment payment = failed.payment();
    int from = live.progress().current() + (live.pause().isPresent() ? 1 : 0);
    boolean kept =
        payment.purpose() instanceof Purpose.ForPeriod(int number)
            && number >= from
            && live.head().terms().billing().managed()
            && live.renewal() == State.Renewal.ON;
    return before
        .collection()
        .filter(open -> kept && open.payment().paymentId().equals(payment.paymentId()))
        .map(open -> live.with(live.dues().failed(open)))
        .orElse(live);
  }

  private static State.Live failed(State.Live live, Event.PaymentFailed failed, Instant at) {
    State.Live next =
        worse(live, failed.hard() ? State.Standing.METHOD_REFUSED : State.Standing.PAST_DUE);
    Policies policies = live.head().terms().policies();
    boolean acts =
        policies.finalAct() != Policies.FinalAct.KEEP
            && failed.payment().purpose() instanceof Purpose.ForPeriod
            && live.renewal() == State.Renewal.ON
            && live.pause().isEmpty();
    if (!acts) {
      return next;
    }
    // Of several unpaid periods the first one's grace counts: else each would put it off.
    Dues dues = next.dues();
    return next.with(
        dues.finalActAt(dues.finalActAt().or(() -> Optional.of(at.plus(policies.grace())))));
  }

  /** A refused method stays refused, whatever else goes wrong. */
  private static State.Live worse(State.Live live, State.Standing standing) {
    return live.standing() == State.Standing.METHOD_REFUSED ? live : live.with(standing);
  }

  private static State.Live caughtUp(State.Live live, Event.CatchUpDecided decided) {
    Payment payment = decided.payment();
    State.Live next = live.with(live.progress().opened(payment.period().number()));
    Missed missed = new Missed(payment.period(), payment.amount());
    return switch (decided.act()) {
      case SKIP -> next;
      case CHARGE -> next.with(next.dues().backlog(and(next.dues().backlog(), missed)));
      case HOLD -> next.with(next.dues().held(and(next.dues().held(), missed)));
    };
  }

  private static List<Missed> and(List<Missed> list, Missed one) {
    List<Missed> all = new ArrayList<>(list);
    all.add(one);
    return all;
  }

  private static Dues withoutPeriod(Dues dues, Payment payment) {
    return payment.purpose() instanceof Purpose.ForPeriod(int number) ? dues.without(number) : dues;
  }

  /** What is being collected after the event. */
  private static Optional<Collection> collection(State.Existing state, Event.PaymentEvent event) {
    if (event instanceof Event.ChargeRequested requested) {
      return Optional.of(Collection.begun(requested, state));
    }
    return state
        .collection()
        .flatMap(
            open ->
                open.payment().paymentId().equals(event.payment().paymentId())
                    ? moved(open, event)
                    : Optional.of(open));
  }

  private static Optional<Collection> moved(Collection open, Event.PaymentEvent event) {
    return switch (event) {
      case Event.PeriodWaived _, Event.ChargeSucceeded _, Event.PaymentFailed _ -> Optional.empty();
      case Event.ChargeRequested _, Event.ChargeSurplus _, Event.CatchUpDecided _ ->
          Optional.of(open);
      case Event.ChargeDeclined declined ->
          Optional.of(
              declined
                  .retryAt()
                  .map(retryAt -> open.in(new Phase.AwaitingRetry(retryAt, declined.code())))
                  .orElse(open));
      case Event.ChargeUnresolved unresolved ->
          Optional.of(open.unresolved(unresolved.inquireAt()));
      case Event.InquiryRequested inquiry ->
          Optional.of(open.inquiring(inquiry.inquiry(), inquiry.askedAt()));
      case Event.ChargePresentedAgain again -> Optional.of(open.presentedAgain(again.askedAt()));
    };
  }
}
