package dev.recur.billing.domain;

import dev.recur.billing.domain.Collection.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What an event does to the state. The only place where a state follows another. */
public final class Evolver {
  private static final Duration DAY = Duration.ofDays(1);

  private Evolver() {}

  /**
   * The state after an event.
   *
   * @param state the state before
   * @param event what happened
   * @param at when, on the subscription's clock
   * @return the state after, one sequence further
   * @throws IllegalStateException when the event cannot happen in this state: the ledger and the
   *     code disagree, which no repetition mends
   */
  public static State.Existing evolve(State state, Event event, Instant at) {
    if (event instanceof Event.Created created) {
      if (state instanceof State.Unborn unborn) {
        return unborn.create(new State.Head(created.terms(), 1, at, false, Set.of()));
      }
      throw impossible(state, event);
    }
    if (!(state instanceof State.Existing before)) {
      throw impossible(state, event);
    }
    State.Head head = before.head();
    State.Existing moved =
        before.with(
            new State.Head(head.terms(), head.sequence() + 1, at, head.parked(), head.refused()));
    return apply(moved, event, at);
  }

  private static State.Existing apply(State.Existing state, Event event, Instant at) {
    return switch (event) {
      case Event.Created _ -> throw impossible(state, event);
      case Event.Approved approved -> incomplete(state, event).approve(approved.method(), at);
      case Event.Declined _ -> incomplete(state, event).end(State.Ending.DECLINED);
      case Event.AuthorisationExpired _ -> incomplete(state, event).end(State.Ending.EXPIRED);
      case Event.PeriodStarted started -> {
        State.Live live = live(state, event);
        yield live.with(live.progress().started(started.period().number()));
      }
      case Event.PaymentEvent payment -> onPayment(state, payment, at);
      case Event.RenewalCancelled _ -> live(state, event).renewalOff();
      case Event.Canceled canceled -> cancel(state, event, canceled.immediately(), at);
      case Event.Ended ended -> live(state, event).end(State.Ending.COMPLETED, ended.serviceEnd());
      case Event.CommandRefused refused -> {
        State.Head head = state.head();
        Set<CommandKind> told = new HashSet<>(head.refused());
        told.add(refused.kind());
        yield state.with(
            new State.Head(head.terms(), head.sequence(), head.at(), head.parked(), told));
      }
      case Event.Parked _ -> {
        State.Head head = state.head();
        yield state.with(
            new State.Head(head.terms(), head.sequence(), head.at(), true, head.refused()));
      }
    };
  }

  private static State.Existing cancel(
      State.Existing state, Event event, boolean immediately, Instant at) {
    return switch (state) {
      case State.Incomplete incomplete -> incomplete.end(State.Ending.WITHDRAWN);
      case State.Live live ->
          live.end(immediately ? State.Ending.TERMINATED : State.Ending.CANCELED, at);
      case State.Over _ -> throw impossible(state, event);
    };
  }

  private static State.Existing onPayment(
      State.Existing state, Event.PaymentEvent event, Instant at) {
    return switch (state) {
      case State.Incomplete _ -> throw impossible(state, event);
      case State.Live live -> onPayment(live, event, at);
      case State.Over over -> over.collecting(collection(over, event, at));
    };
  }

  private static State.Live onPayment(State.Live live, Event.PaymentEvent event, Instant at) {
    State.Live next = live.collecting(collection(live, event, at));
    int period = event.payment().period().number();
    return switch (event) {
      case Event.PeriodWaived _ -> next.with(next.progress().settled(period)).with(paid(next));
      case Event.ChargeRequested _ ->
          next.with(next.progress().opened(period)).charging(within(live.recentCharges(), at));
      case Event.ChargeSucceeded _ -> next.with(next.progress().settled(period)).with(paid(next));
      case Event.ChargeDeclined declined ->
          declined.retryAt().isPresent() ? next.with(State.Standing.PAYMENT_DUE) : next;
      case Event.PaymentFailed failed ->
          next.with(failed.hard() ? State.Standing.METHOD_REFUSED : State.Standing.PAST_DUE);
      case Event.ChargeUnresolved _, Event.InquiryRequested _, Event.ChargePresentedAgain _ -> next;
    };
  }

  /**
   * A period is paid: good again, unless another payment is still owed or the method is refused.
   */
  private static State.Standing paid(State.Live live) {
    boolean stays =
        live.standing() == State.Standing.METHOD_REFUSED || live.collection().isPresent();
    return stays ? live.standing() : State.Standing.GOOD;
  }

  private static List<Instant> within(List<Instant> charges, Instant at) {
    Instant dayAgo = at.minus(DAY);
    return Stream.concat(charges.stream().filter(charge -> charge.isAfter(dayAgo)), Stream.of(at))
        .toList();
  }

  /** What is being collected after the event. */
  private static Optional<Collection> collection(
      State.Existing state, Event.PaymentEvent event, Instant at) {
    if (event instanceof Event.ChargeRequested requested) {
      return Optional.of(
          new Collection(
              requested.payment(),
              requested.attempt(),
              requested.presentUntil(),
              at,
              at,
              new Phase.InFlight(0)));
    }
    return state
        .collection()
        .flatMap(
            open ->
                open.payment().paymentId().equals(event.payment().paymentId())
                    ? moved(open, event, at)
                    : Optional.of(open));
  }

  private static Optional<Collection> moved(Collection open, Event.PaymentEvent event, Instant at) {
    return switch (event) {
      case Event.PeriodWaived _, Event.ChargeSucceeded _, Event.PaymentFailed _ -> Optional.empty();
      case Event.ChargeRequested _ -> Optional.of(open);
      case Event.ChargeDeclined declined ->
          Optional.of(
              declined
                  .retryAt()
                  .map(retryAt -> open.in(new Phase.AwaitingRetry(retryAt, declined.code())))
                  .orElse(open));
      case Event.ChargeUnresolved unresolved ->
          Optional.of(
              unresolved
                  .inquireAt()
                  .map(dueAt -> open.in(new Phase.AwaitingInquiry(dueAt, nextInquiry(open))))
                  .orElse(open.in(new Phase.Unresolved())));
      case Event.InquiryRequested inquiry ->
          Optional.of(open.in(new Phase.InFlight(inquiry.inquiry())));
      case Event.ChargePresentedAgain _ -> Optional.of(open.presentedAgain(at));
    };
  }

  /** The number the next inquiry will have. */
  static int nextInquiry(Collection collection) {
    return switch (collection.phase()) {
      case Phase.InFlight inFlight -> inFlight.inquiry() + 1;
      case Phase.AwaitingInquiry waiting -> waiting.inquiry();
      case Phase.AwaitingRetry _, Phase.Unresolved _ -> 1;
    };
  }

  private static State.Incomplete incomplete(State state, Event event) {
    if (state instanceof State.Incomplete incomplete) {
      return incomplete;
    }
    throw impossible(state, event);
  }

  private static State.Live live(State state, Event event) {
    if (state instanceof State.Live live) {
      return live;
    }
    throw impossible(state, event);
  }

  private static IllegalStateException impossible(State state, Event event) {
    return new IllegalStateException(
        event.getClass().getSimpleName()
            + " cannot happen in "
            + state.getClass().getSimpleName()
            + ": the ledger and this version disagree");
  }
}
