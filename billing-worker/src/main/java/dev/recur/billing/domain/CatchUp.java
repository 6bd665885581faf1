package dev.recur.billing.domain;

import java.time.Instant;

/**
 * Periods that were over before they could be charged, because nothing ran. What becomes of each is
 * a policy, and an event.
 */
final class CatchUp {
  private CatchUp() {}

  /**
   * True when a period is over before it even began here: an outage, and no attempt that is waited
   * for.
   */
  static boolean wasMissed(State.Live live, int period, Instant at) {
    return live.progress().current() < period && !at.isBefore(live.schedule().startOf(period + 1));
  }

  /** Decides about one missed period. */
  static Story decide(Story story, Payment payment) {
    State.Live live = story.live();
    Policies policies = live.head().terms().policies();
    int period = payment.period().number();
    Event.CatchUpAct act =
        switch (policies.catchUp()) {
          case CURRENT -> Event.CatchUpAct.SKIP;
          case EACH -> Event.CatchUpAct.CHARGE;
          case HOLD -> Event.CatchUpAct.HOLD;
        };
    if (isTooOld(live, period, story.moment().at()) || isFull(live, act)) {
      act = Event.CatchUpAct.SKIP;
    }
    return story.tell(new Event.CatchUpDecided(payment, policies.catchUp(), act));
  }

  /**
   * A period has just begun that is over already, and its charge could not be taken because an
   * attempt is waited for. Those before it only wait for that attempt: they stay owed.
   */
  static void atBoundary(Story story, int number) {
    Instant at = story.moment().at();
    State.Live live = story.live();
    boolean missed =
        live.dues().mayStillSucceed()
            && live.pause().isEmpty()
            && live.renewal() == State.Renewal.ON
            && live.head().terms().billing().managed()
            && live.progress().opened() < number
            && !at.isBefore(live.schedule().startOf(number + 1));
    if (!missed) {
      return;
    }
    // Numbers only go up: what waits before this one would be passed over, so it is kept here.
    for (int waiting = live.progress().opened() + 1; waiting < number; waiting++) {
      story.tell(
          new Event.CatchUpDecided(
              payment(story, waiting),
              live.head().terms().policies().catchUp(),
              isFull(story.live(), Event.CatchUpAct.CHARGE)
                  ? Event.CatchUpAct.SKIP
                  : Event.CatchUpAct.CHARGE));
    }
    Payment payment = payment(story, number);
    if (payment.amount().isZero()) {
      story.tell(new Event.PeriodWaived(payment));
    } else {
      decide(story, payment);
    }
  }

  private static Payment payment(Story story, int number) {
    State.Live live = story.live();
    return DueItems.paymentFor(
        live, live.schedule().period(number), live.priceOf(number), story.moment().at());
  }

  /** More periods were missed after this one than may be charged or held. */
  private static boolean isTooOld(State.Live live, int period, Instant at) {
    int beyond = period + live.head().terms().policies().catchUpPeriodsMax();
    return !live.endsBefore(beyond) && !at.isBefore(live.schedule().startOf(beyond + 1));
  }

  private static boolean isFull(State.Live live, Event.CatchUpAct act) {
    int max = live.head().terms().policies().catchUpPeriodsMax();
    return switch (act) {
      case CHARGE -> live.dues().backlog().size() >= max;
      case HOLD -> live.dues().held().size() >= max;
      case SKIP -> false;
    };
  }
}
