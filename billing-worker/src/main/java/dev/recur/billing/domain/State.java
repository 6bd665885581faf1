package dev.recur.billing.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a subscription is. A state's own methods are the only way on, and each returns the next
 * state; {@link Evolver} calls them.
 */
public sealed interface State {

  /** Nothing happened yet. */
  record Unborn() implements State {
    /** Exists, not authorised yet. */
    Incomplete create(Head head) {
      return new Incomplete(head);
    }
  }

  /** No subscription. */
  State UNBORN = new Unborn();

  /** A subscription that exists: all states but the first. */
  sealed interface Existing extends State {
    /** What every existing subscription has. */
    Head head();

    /** The same state under another head. */
    Existing with(Head head);

    /** The payment that has no final outcome yet. */
    Optional<Collection> collection();
  }

  /**
   * What every existing subscription has.
   *
   * @param terms as agreed
   * @param sequence of the last event
   * @param at of the last event, on the subscription's clock
   * @param parked true when a person has to look before billing goes on
   * @param refused kinds of command of which a refusal is told already
   */
  record Head(Terms terms, long sequence, Instant at, boolean parked, Set<CommandKind> refused) {
    public Head {
      refused = Set.copyOf(refused);
    }
  }

  /** Created; the buyer has not decided. */
  record Incomplete(Head head) implements Existing {
    @Override
    public Incomplete with(Head next) {
      return new Incomplete(next);
    }

    @Override
    public Optional<Collection> collection() {
      return Optional.empty();
    }

    Live approve(PaymentMethod method, Instant at) {
      return new Live(
          head, method, at, Progress.START, Standing.GOOD, Renewal.ON, List.of(), Optional.empty());
    }

    Over end(Ending ending) {
      return new Over(head, head.terms().method(), 0, ending, head.at(), Optional.empty());
    }
  }

  /**
   * How far billing has come.
   *
   * @param current number of the running period; 0 before the first
   * @param opened last period whose payment was asked for or waived
   * @param settled last period that is paid or free
   */
  record Progress(int current, int opened, int settled) {
    static final Progress START = new Progress(0, 0, 0);

    Progress started(int period) {
      return new Progress(period, opened, settled);
    }

    Progress opened(int period) {
      return new Progress(current, Math.max(opened, period), settled);
    }

    Progress settled(int period) {
      return new Progress(current, Math.max(opened, period), Math.max(settled, period));
    }
  }

  /** How well the subscription is paid. */
  enum Standing {
    /** Nothing is owed. */
    GOOD,
    /** A period's charge failed and is being retried. */
    PAYMENT_DUE,
    /** Retries are over; the next period is charged as usual. */
    PAST_DUE,
    /** Declined for good: nothing is charged with this method any more. */
    METHOD_REFUSED
  }

  /** Whether there will be further periods. */
  enum Renewal {
    ON,
    OFF
  }

  /**
   * Authorised and running.
   *
   * @param head what every subscription has
   * @param method how the buyer pays
   * @param approvedAt when the buyer agreed
   * @param progress how far billing has come
   * @param standing how well it is paid
   * @param renewal whether there will be further periods
   * @param recentCharges when the latest attempts were decided, within 24 hours, ascending; never
   *     more than the safety bound
   * @param collection the payment that has no final outcome yet
   */
  record Live(
      Head head,
      PaymentMethod method,
      Instant approvedAt,
      Progress progress,
      Standing standing,
      Renewal renewal,
      List<Instant> recentCharges,
      Optional<Collection> collection)
      implements Existing {

    public Live {
      recentCharges = List.copyOf(recentCharges);
    }

    @Override
    public Live with(Head next) {
      return new Live(
          next, method, approvedAt, progress, standing, renewal, recentCharges, collection);
    }

    Live with(Progress next) {
      return new Live(head, method, approvedAt, next, standing, renewal, recentCharges, collection);
    }

    Live with(Standing next) {
      return new Live(head, method, approvedAt, progress, next, renewal, recentCharges, collection);
    }

    Live collecting(Optional<Collection> next) {
      return new Live(head, method, approvedAt, progress, standing, renewal, recentCharges, next);
    }

    Live charging(List<Instant> charges) {
      return new Live(head, method, approvedAt, progress, standing, renewal, charges, collection);
    }

    Live renewalOff() {
      return new Live(
          head, method, approvedAt, progress, standing, Renewal.OFF, recentCharges, collection);
    }

    Over end(Ending ending, Instant serviceEnd) {
      return new Over(head, method, progress.current(), ending, serviceEnd, collection);
    }

    /** When service ends, once renewal is off. */
    public Optional<Instant> serviceEnd() {
      return renewal == Renewal.OFF
          ? Optional.of(head.terms().calendar().period(servedThrough()).end())
          : Optional.empty();
    }

    /** Number of the last period that service runs through, as known now; 0 when there is none. */
    int servedThrough() {
      int pending =
          collection
              .filter(Collection::mayStillSucceed)
              .map(c -> c.payment().period().number())
              .orElse(0);
      return Math.max(Math.max(progress.current(), progress.settled()), pending);
    }
  }

  /** How a subscription came to its end. */
  enum Ending {
    /** The buyer did not agree. */
    DECLINED,
    /** The buyer did not decide in time. */
    EXPIRED,
    /** Withdrawn before the buyer decided. */
    WITHDRAWN,
    /** Ended at once by somebody's wish. */
    TERMINATED,
    /** Ended with a period after renewal was switched off. */
    CANCELED,
    /** The agreed end is reached. */
    COMPLETED
  }

  /**
   * Over. Only a late answer of the channel can still add something.
   *
   * @param head what every subscription has
   * @param method how the buyer paid
   * @param lastPeriod number of the last period that started; 0 when none did
   * @param ending how it came to its end
   * @param serviceEnd when service ended
   * @param collection a payment whose outcome is still open
   */
  record Over(
      Head head,
      PaymentMethod method,
      int lastPeriod,
      Ending ending,
      Instant serviceEnd,
      Optional<Collection> collection)
      implements Existing {
    @Override
    public Over with(Head next) {
      return new Over(next, method, lastPeriod, ending, serviceEnd, collection);
    }

    Over collecting(Optional<Collection> next) {
      return new Over(head, method, lastPeriod, ending, serviceEnd, next);
    }

    boolean wasApproved() {
      return switch (ending) {
        case DECLINED, EXPIRED, WITHDRAWN -> false;
        case TERMINATED, CANCELED, COMPLETED -> true;
      };
    }
  }
}
