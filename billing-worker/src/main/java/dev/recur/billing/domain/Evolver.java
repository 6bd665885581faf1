package dev.recur.billing.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an event does to the state. The only place where a state follows another. */
public final class Evolver {

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
        Terms terms = created.terms();
        return unborn.create(new State.Head(terms, 1, at, false, Set.of(), terms.fingerprint()));
      }
      throw impossible(state, event);
    }
    if (!(state instanceof State.Existing before)) {
      throw impossible(state, event);
    }
    State.Existing moved = before.with(before.head().next(at));
    return switch (event) {
      case Event.LifeEvent life -> onLife(moved, life, at);
      case Event.PaymentEvent payment -> PaymentEvolver.evolve(moved, payment, at);
      case Event.RefundEvent refund -> RefundEvolver.evolve(moved, refund);
    };
  }

  private static State.Existing onLife(State.Existing state, Event.LifeEvent event, Instant at) {
    return switch (event) {
      case Event.Created _ -> throw impossible(state, event);
      case Event.Approved approved -> incomplete(state, event).approve(approved.method(), at);
      case Event.Declined _ -> incomplete(state, event).end(State.Ending.DECLINED);
      case Event.AuthorisationExpired _ -> incomplete(state, event).end(State.Ending.EXPIRED);
      case Event.PeriodStarted started -> begun(live(state, event), started.period());
      case Event.PeriodSkipped skipped -> skipped(live(state, event), skipped);
      case Event.ChargeAnnounced announced -> {
        State.Live live = live(state, event);
        yield live.with(live.progress().announced(announced.period().number()));
      }
      case Event.HeldCyclesDecided decided -> heldDecided(live(state, event), decided);
      case Event.Updated updated -> updated(live(state, event), updated);
      // What an awaited update changes is in force with the period; this only tells of it.
      case Event.UpdateTookEffect _ -> live(state, event);
      case Event.Paused paused -> {
        State.Live live = live(state, event);
        yield live.pausing(Optional.of(new Pause(paused.resumeTime())))
            .with(live.dues().finalActAt(Optional.empty()).unpaidAfter(live.progress().current()));
      }
      case Event.Resumed _ -> {
        State.Live live = live(state, event).pausing(Optional.empty());
        yield live.with(live.dues().reopened());
      }
      case Event.MethodReplaced replaced -> {
        State.Live live = live(state, event).paying(replaced.method());
        State.Live again = live.with(live.dues().triedAgain(at));
        yield again.standing() == State.Standing.METHOD_REFUSED
            ? again.with(State.Standing.PAST_DUE)
            : again;
      }
      case Event.RenewalCancelled _ -> {
        State.Live live = live(state, event).renewalOff();
        yield live.with(
            live.dues()
                .finalActAt(Optional.empty())
                .backlog(List.of())
                .held(List.of())
                .unpaid(List.of()));
      }
      case Event.Canceled canceled -> cancel(state, event, canceled.immediately(), at);
      case Event.Ended ended -> live(state, event).end(State.Ending.COMPLETED, ended.serviceEnd());
      case Event.ChangeStarted started ->
          live(state, event).changing(Optional.of(started.change().askedAt(at)));
      case Event.ChangeAbandoned _ -> live(state, event).changing(Optional.empty());
      case Event.Changed changed ->
          live(state, event)
              .end(State.Ending.CHANGED, at, Optional.of(changed.newSubscriptionId()));
      case Event.CommandRefused refused ->
          refused.requestId().isPresent()
              ? state
              : state.with(state.head().refused(refused.kind()));
      case Event.Parked _ -> state.with(state.head().parked(true));
      case Event.Released _ -> state.with(state.head().parked(false));
    };
  }

  private static State.Live begun(State.Live live, Period period) {
    int number = period.number();
    State.Live amended = amended(live, number);
    Dues dues = amended.dues().inPeriod(number);
    // What starts in a pause is not charged any more.
    return amended
        .with(amended.progress().started(number))
        .with(live.pause().isPresent() ? dues.unpaidAfter(number) : dues);
  }

  /**
   * A period that is skipped because of a pause never starts, but its number is used up. The others
   * have started before, or are about to.
   */
  private static State.Live skipped(State.Live live, Event.PeriodSkipped skipped) {
    int number = skipped.period().number();
    boolean neverStarts =
        skipped.reason() == Event.SkipReason.PAUSED && live.progress().current() < number;
    State.Live in = neverStarts ? begun(live, skipped.period()) : live;
    return in.with(in.progress().opened(number)).with(in.dues().without(number));
  }

  /** What was to take effect with a period is part of the terms from now on. */
  private static State.Live amended(State.Live live, int period) {
    Terms terms = live.head().terms();
    State.Live next = live;
    Optional<Amendment> amendment = live.schedule().amendmentOf(period);
    if (amendment.isPresent()) {
      Amendment now = amendment.get();
      Terms changed =
          terms.amended(
              now.description(),
              now.price(),
              now.calendar().map(Calendar::rule),
              now.endTime(),
              now.orderAmount());
      next = live.with(live.head().with(changed));
    }
    return next.with(next.schedule().reached(period));
  }

  private static State.Live updated(State.Live live, Event.Updated updated) {
    if (updated.awaited()) {
      return live.with(
          live.schedule()
              .amended(
                  new Amendment(
                      updated.requestId(),
                      updated.fromPeriod(),
                      true,
                      updated.calendar(),
                      updated.description(),
                      updated.price(),
                      updated.endTime(),
                      updated.orderAmount())));
    }
    Terms terms =
        live.head()
            .terms()
            .amended(
                updated.description(),
                updated.price(),
                updated.rule(),
                updated.endTime(),
                updated.orderAmount());
    Schedule schedule = live.schedule().overtakenBy(updated);
    Optional<Schedule> moved =
        updated
            .calendar()
            .map(
                calendar ->
                    schedule.amended(
                        new Amendment(
                            updated.requestId(),
                            updated.fromPeriod(),
                            false,
                            Optional.of(calendar),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty())));
    return live.with(live.head().with(terms)).with(moved.orElse(schedule));
  }

  private static State.Live heldDecided(State.Live live, Event.HeldCyclesDecided decided) {
    List<Missed> backlog = new ArrayList<>(live.dues().backlog());
    if (decided.approved()) {
      backlog.addAll(live.dues().held());
      backlog.sort(Comparator.comparingInt(missed -> missed.period().number()));
    }
    return live.with(live.dues().held(List.of()).backlog(backlog));
  }

  private static State.Existing cancel(
      State.Existing state, Event event, boolean immediately, Instant at) {
    return switch (state) {
      case State.Incomplete incomplete -> incomplete.end(State.Ending.WITHDRAWN);
      case State.Live live ->
          immediately
              ? live.end(State.Ending.TERMINATED, at)
              // Service ended with its period, however late that is seen.
              : live.end(State.Ending.CANCELED, live.serviceEnd().orElse(at));
      case State.Over _ -> throw impossible(state, event);
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

  static IllegalStateException impossible(State state, Event event) {
    return new IllegalStateException(
        event.getClass().getSimpleName()
            + " cannot happen in "
            + state.getClass().getSimpleName()
            + ": the ledger and this version disagree");
  }
}
