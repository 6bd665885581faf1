package dev.recur.billing.domain;

import java.time.Instant;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Periods that were over before they could be charged, because nothing ran. What becomes of each is
 * a policy, and an event.
 */
final class CatchUp {
  private CatchUp() {}

  /**
   * True when a period is over before it even began here: an outage, and no attempt that is waited
   * for. An outage ends for all periods at once, however far in what waited has been read.
   *
   * @param now what the subscription's clock shows, see {@link Moment#nowOn}
   */
  static boolean wasMissed(State.Live live, int period, Instant now) {
    return live.progress().current() < period && isOver(live, period, now);
  }

  private static boolean isOver(State.Live live, int period, Instant now) {
    return !now.isBefore(live.schedule().startOf(period + 1));
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
    if (isTooOld(live, period, story.now()) || isFull(live, act)) {
      act = Event.CatchUpAct.SKIP;
    }
    return story.tell(new Event.CatchUpDecided(payment, policies.catchUp(), act));
  }

  /**
   * A period has just begun that is over already, and its charge could not be taken before. Those
   * before it that only wait for an attempt stay owed.
   */
  static void atBoundary(Story story, int number) {
    State.Live live = story.live();
    boolean missed =
        isOwed(live, number) && hadToWait(live, number) && isOver(live, number, story.now());
    if (missed) {
      passBy(story, number);
    }
  }

  /** A period ends that was not charged while billing stood still: as after an outage. */
  static void atEnd(Story story, int number) {
    if (story.live().standsStill() && isOwed(story.live(), number)) {
      passBy(story, number);
    }
  }

  /** What is owed and has no payment yet never gets one. */
  static void leave(Story story, Event.SkipReason reason) {
    if (story.live().head().terms().billing().managed()) {
      owed(story.live()).forEach(period -> story.tell(new Event.PeriodSkipped(period, reason)));
    }
  }

  /** Periods that began and have no payment yet: missed ones, held ones, and those that waited. */
  private static Stream<Period> owed(State.Live live) {
    Stream<Period> missed =
        Stream.concat(live.dues().backlog().stream(), live.dues().held().stream())
            .map(Missed::period);
    Stream<Period> waiting =
        IntStream.rangeClosed(live.progress().opened() + 1, live.progress().current())
            .mapToObj(live.schedule()::period);
    return Stream.concat(missed, waiting).sorted(Comparator.comparingInt(Period::number));
  }

  /**
   * Another price or rhythm begins with the next period. What waits until now is owed as it was
   * agreed: its dates and its price are not known any more once they have begun.
   */
  static void beforeOtherTerms(Story story) {
    int current = story.live().progress().current();
    if (isOwed(story.live(), current)) {
      keepThrough(story, current);
    }
  }

  private static void passBy(Story story, int number) {
    // Numbers only go up: what waits before this one would be passed over, so it is kept here.
    keepThrough(story, number - 1);
    Payment payment = payment(story, number);
    if (!goesUncharged(story, payment, number)) {
      decide(story, payment);
    }
  }

  /** True when a period has no charge, whenever it is decided; then that was told. */
  static boolean goesUncharged(Story story, Payment payment, int number) {
    State.Live live = story.live();
    if (number == 1 && live.signedOnly()) {
      story.tell(new Event.PeriodSkipped(payment.period(), Event.SkipReason.SIGN_ONLY));
    } else if (live.overBeforeApproval(number)) {
      story.tell(new Event.PeriodSkipped(payment.period(), Event.SkipReason.BEFORE_APPROVAL));
    } else if (payment.amount().isZero()) {
      story.tell(new Event.PeriodWaived(payment));
    } else {
      return false;
    }
    return true;
  }

  private static void keepThrough(Story story, int last) {
    for (int waiting = story.live().progress().opened() + 1; waiting <= last; waiting++) {
      keep(story, waiting);
    }
  }

  /**
   * A period that waited stays owed, whatever the policy: it was not missed. So only what a state
   * can hold bounds how many there are.
   */
  private static void keep(Story story, int number) {
    Payment payment = payment(story, number);
    if (goesUncharged(story, payment, number)) {
      return;
    }
    Event.CatchUpAct act =
        story.live().dues().backlog().size() >= Policies.CATCH_UP_PERIODS_LIMIT
            ? Event.CatchUpAct.SKIP
            : Event.CatchUpAct.CHARGE;
    Policies.CatchUp policy = story.live().head().terms().policies().catchUp();
    story.tell(new Event.CatchUpDecided(payment, policy, act));
  }

  /** True when a period is to be charged by itself, and nothing is decided of it. */
  private static boolean isOwed(State.Live live, int number) {
    return live.progress().opened() < number
        && live.head().terms().billing().managed()
        && !(number == 1 && live.signedOnly())
        && live.standing() != State.Standing.METHOD_REFUSED
        && live.pause().isEmpty()
        && live.renewal() == State.Renewal.ON;
  }

  /** True when a charge waits for an attempt, or falls due no earlier than its period begins. */
  private static boolean hadToWait(State.Live live, int number) {
    return live.dues().mayStillSucceed()
        || !Agenda.chargeDueAt(live, number).isBefore(live.schedule().startOf(number));
  }

  private static Payment payment(Story story, int number) {
    State.Live live = story.live();
    return DueItems.paymentFor(
        live, live.schedule().period(number), live.priceOf(number), story.now());
  }

  /** More periods were missed after this one than may be charged or held. */
  private static boolean isTooOld(State.Live live, int period, Instant now) {
    int beyond = period + live.head().terms().policies().catchUpPeriodsMax();
    return !live.endsBefore(beyond) && isOver(live, beyond, now);
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
