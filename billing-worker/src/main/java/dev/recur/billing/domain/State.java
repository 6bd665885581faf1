package dev.recur.billing.domain;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

    /** The refunds that have no final outcome yet. */
    List<Refund> refunds();

    /** How the buyer pays, as known now. */
    PaymentMethod method();

    /** The same with other refunds. */
    Existing refunding(List<Refund> refunds);

    /** True while a request is with the channel. */
    default boolean awaitsChannel() {
      return collection().filter(Collection::isInFlight).isPresent()
          || refunds().stream().anyMatch(refund -> refund.collection().isInFlight());
    }
  }

  /**
   * What every existing subscription has.
   *
   * @param terms as agreed
   * @param sequence of the last event
   * @param at of the last event, on the subscription's clock
   * @param parked true when a person has to look before billing goes on
   * @param refused kinds of command of which a refusal is told already
   * @param fingerprint what the create asked for: the terms may have changed since
   */
  record Head(
      Terms terms,
      long sequence,
      Instant at,
      boolean parked,
      Set<CommandKind> refused,
      String fingerprint) {
    public Head {
      refused = Set.copyOf(refused);
    }

    Head next(Instant eventAt) {
      return new Head(terms, sequence + 1, eventAt, parked, refused, fingerprint);
    }

    Head with(Terms next) {
      return new Head(next, sequence, at, parked, refused, fingerprint);
    }

    Head parked(boolean next) {
      return new Head(terms, sequence, at, next, refused, fingerprint);
    }

    Head refused(CommandKind kind) {
      Set<CommandKind> told = new HashSet<>(refused);
      told.add(kind);
      return new Head(terms, sequence, at, parked, told, fingerprint);
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

    @Override
    public List<Refund> refunds() {
      return List.of();
    }

    @Override
    public PaymentMethod method() {
      return head.terms().method();
    }

    @Override
    public Incomplete refunding(List<Refund> refunds) {
      return this;
    }

    Live approve(PaymentMethod chosen, Instant at) {
      return new Live(
          head,
          chosen,
          at,
          Schedule.of(head.terms()),
          Progress.START,
          Standing.GOOD,
          Renewal.ON,
          Optional.empty(),
          Dues.NONE,
          List.of(),
          Optional.empty());
    }

    Over end(Ending ending) {
      return new Over(
          head,
          head.terms().method(),
          Optional.empty(),
          ending,
          head.at(),
          Optional.empty(),
          List.of(),
          Optional.empty());
    }
  }

  /**
   * How far billing has come.
   *
   * @param current number of the running period; 0 before the first
   * @param opened last period of whose payment it is decided: asked for, waived or skipped
   * @param settled last period that is paid or free
   * @param announced last period of whose charge it was told ahead; 0 when of none
   */
  record Progress(int current, int opened, int settled, int announced) {
    static final Progress START = new Progress(0, 0, 0, 0);

    Progress started(int period) {
      return new Progress(period, opened, settled, announced);
    }

    Progress opened(int period) {
      return new Progress(current, Math.max(opened, period), settled, announced);
    }

    Progress settled(int period) {
      return new Progress(current, Math.max(opened, period), Math.max(settled, period), announced);
    }

    Progress announced(int period) {
      return new Progress(current, opened, settled, period);
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
   * @param schedule when periods start
   * @param progress how far billing has come
   * @param standing how well it is paid
   * @param renewal whether there will be further periods
   * @param pause present while paused
   * @param dues what the buyer owes, and how collecting it goes
   * @param refunds refunds that have no final outcome yet
   * @param change a new subscription that is to take this one's place
   */
  record Live(
      Head head,
      PaymentMethod method,
      Instant approvedAt,
      Schedule schedule,
      Progress progress,
      Standing standing,
      Renewal renewal,
      Optional<Pause> pause,
      Dues dues,
      List<Refund> refunds,
      Optional<Change> change)
      implements Existing {

    public Live {
      refunds = List.copyOf(refunds);
    }

    @Override
    public Optional<Collection> collection() {
      return dues.collection();
    }

    @Override
    public Live with(Head next) {
      return new Live(
          next,
          method,
          approvedAt,
          schedule,
          progress,
          standing,
          renewal,
          pause,
          dues,
          refunds,
          change);
    }

    Live paying(PaymentMethod next) {
      return new Live(
          head,
          next,
          approvedAt,
          schedule,
          progress,
          standing,
          renewal,
          pause,
          dues,
          refunds,
          change);
    }

    Live with(Schedule next) {
      return new Live(
          head,
          method,
          approvedAt,
          next,
          progress,
          standing,
          renewal,
          pause,
          dues,
          refunds,
          change);
    }

    Live with(Progress next) {
      return new Live(
          head,
          method,
          approvedAt,
          schedule,
          next,
          standing,
          renewal,
          pause,
          dues,
          refunds,
          change);
    }

    Live with(Standing next) {
      return new Live(
          head,
          method,
          approvedAt,
          schedule,
          progress,
          next,
          renewal,
          pause,
          dues,
          refunds,
          change);
    }

    Live with(Dues next) {
      return new Live(
          head,
          method,
          approvedAt,
          schedule,
          progress,
          standing,
          renewal,
          pause,
          next,
          refunds,
          change);
    }

    @Override
    public Live refunding(List<Refund> next) {
      return new Live(
          head,
          method,
          approvedAt,
          schedule,
          progress,
          standing,
          renewal,
          pause,
          dues,
          next,
          change);
    }

    Live pausing(Optional<Pause> next) {
      return new Live(
          head,
          method,
          approvedAt,
          schedule,
          progress,
          standing,
          renewal,
          next,
          dues,
          refunds,
          change);
    }

    Live changing(Optional<Change> next) {
      return new Live(
          head,
          method,
          approvedAt,
          schedule,
          progress,
          standing,
          renewal,
          pause,
          dues,
          refunds,
          next);
    }

    Live renewalOff() {
      return new Live(
          head,
          method,
          approvedAt,
          schedule,
          progress,
          standing,
          Renewal.OFF,
          pause,
          dues,
          refunds,
          change);
    }

    Over end(Ending ending, Instant serviceEnd) {
      return end(ending, serviceEnd, Optional.empty());
    }

    Over end(Ending ending, Instant serviceEnd, Optional<String> replacedBy) {
      return new Over(
          head, method, currentPeriod(), ending, serviceEnd, collection(), refunds, replacedBy);
    }

    /** The running period; empty before the first. */
    public Optional<Period> currentPeriod() {
      return progress.current() == 0
          ? Optional.empty()
          : Optional.of(schedule.period(progress.current()));
    }

    /**
     * Payments of the running period that may have succeeded, the latest first; the period's own is
     * always among them, however many differences were paid since. None before the first period.
     */
    public List<String> paidNow() {
      int current = progress.current();
      if (current == 0) {
        return List.of();
      }
      Stream<String> own =
          Stream.of(PaymentIds.of(head.terms().subscriptionId(), new Purpose.ForPeriod(current)));
      return Stream.concat(dues.paidIn(current).stream(), own).distinct().toList();
    }

    /** When service ends, once renewal is off. */
    public Optional<Instant> serviceEnd() {
      return renewal == Renewal.OFF
          ? Optional.of(schedule.startOf(servedThrough() + 1))
          : Optional.empty();
    }

    /** Number of the last period that service runs through, as known now; 0 when there is none. */
    int servedThrough() {
      int pending =
          collection()
              .filter(Collection::mayStillSucceed)
              .map(c -> c.payment().period().number())
              .orElse(0);
      return Math.max(Math.max(progress.current(), progress.settled()), pending);
    }

    /**
     * True while nothing is charged until somebody decides: a person, or who is to be the
     * successor. Only that stands still; periods begin all the same.
     */
    boolean standsStill() {
      return head.parked() || change.isPresent();
    }

    /** True when a period was over before the buyer agreed: nothing of it was served. */
    boolean overBeforeApproval(int period) {
      // Who agreed elsewhere had agreed before the create was read, however late that was.
      return !head.terms().provenance().authorised()
          && !schedule.startOf(period + 1).isAfter(approvedAt);
    }

    /** The price of a period that has not begun, or is running and not charged. */
    Money priceOf(int period) {
      Terms terms = head.terms();
      if (period == 1 && terms.initialAmount().isPresent()) {
        return terms.initialAmount().get();
      }
      return terms
          .trialOf(period)
          .map(Trial::price)
          .or(() -> schedule.amendedPrice(period))
          .orElse(terms.price());
    }

    /** True when this period lies beyond the agreed end, by its number or its start. */
    boolean endsBefore(int period) {
      Terms terms = head.terms();
      Optional<Instant> end = schedule.amendedEndTime(period).or(terms::endTime);
      return terms.billing().cycleCount().filter(count -> period > count).isPresent()
          || end.filter(at -> !schedule.startOf(period).isBefore(at)).isPresent();
    }

    /**
     * True when this boundary is the end: of the last period that is served, or that was agreed.
     */
    boolean endsAt(int period) {
      return (renewal == Renewal.OFF && period > servedThrough()) || endsBefore(period);
    }

    /** First period with other terms when they change now: no earlier one may be touched. */
    int nextUnopened() {
      return Math.max(progress.current(), progress.opened()) + 1;
    }

    /** True when the buyer signed and the first period goes without a payment. */
    boolean signedOnly() {
      Terms terms = head.terms();
      return terms.billing().signOnly()
          && (!terms.billing().managed() || !terms.startTime().isAfter(approvedAt));
    }

    /** The last of the periods that come before the plan's own price; 0 when it begins with it. */
    int trialThrough() {
      int through = signedOnly() ? 1 : 0;
      for (Trial trial : head.terms().trials()) {
        if (trial.startPeriod() > through + 1) {
          break;
        }
        through = Math.max(through, trial.endPeriod());
      }
      return through;
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
    COMPLETED,
    /** A new subscription has taken its place. */
    CHANGED
  }

  /**
   * Over. Only a late answer of the channel and refunds can still add something.
   *
   * @param head what every subscription has
   * @param method how the buyer paid
   * @param lastPeriod the last period that started
   * @param ending how it came to its end
   * @param serviceEnd when service ended
   * @param collection a payment whose outcome is still open
   * @param refunds refunds that have no final outcome yet
   * @param replacedBy the subscription that has taken its place
   */
  record Over(
      Head head,
      PaymentMethod method,
      Optional<Period> lastPeriod,
      Ending ending,
      Instant serviceEnd,
      Optional<Collection> collection,
      List<Refund> refunds,
      Optional<String> replacedBy)
      implements Existing {

    public Over {
      refunds = List.copyOf(refunds);
    }

    @Override
    public Over with(Head next) {
      return new Over(
          next, method, lastPeriod, ending, serviceEnd, collection, refunds, replacedBy);
    }

    @Override
    public Over refunding(List<Refund> next) {
      return new Over(head, method, lastPeriod, ending, serviceEnd, collection, next, replacedBy);
    }

    Over collecting(Optional<Collection> next) {
      return new Over(head, method, lastPeriod, ending, serviceEnd, next, refunds, replacedBy);
    }

    boolean wasApproved() {
      return switch (ending) {
        case DECLINED, EXPIRED, WITHDRAWN -> false;
        case TERMINATED, CANCELED, COMPLETED, CHANGED -> true;
      };
    }
  }
}
