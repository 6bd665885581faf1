package dev.recur.billing.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When a subscription next wants to be woken, and what for. A function of the state alone, so the
 * due index can be rebuilt from it at any time.
 */
public final class Agenda {
  private static final PeriodRule DAILY = new PeriodRule(PeriodUnit.DAY, 1);

  private Agenda() {}

  /** Something that falls due. */
  sealed interface Item {
    /** When, on the subscription's clock. */
    Instant dueAt();

    /** The buyer's time to decide is over. */
    record Expire(Instant dueAt) implements Item {}

    /** The channel is to be asked about an attempt. */
    record Inquire(Instant dueAt, Collection collection, int inquiry) implements Item {}

    /** The channel is to be asked about a refund. */
    record InquireRefund(Instant dueAt, Refund refund, int inquiry) implements Item {}

    /** The channel has not answered about an attempt, however often it was asked. */
    record GiveUp(Instant dueAt, Collection collection) implements Item {}

    /** The channel has not answered about a refund, however often it was asked. */
    record GiveUpRefund(Instant dueAt, Refund refund) implements Item {}

    /** A paused subscription resumes by itself. */
    record Resume(Instant dueAt) implements Item {}

    /** A declined payment is to be tried again. */
    record Retry(Instant dueAt, Payment payment, int attempt) implements Item {}

    /** A period stayed unpaid, and its grace is over. */
    record FinalAct(Instant dueAt) implements Item {}

    /** The next period's start is reached. */
    record Boundary(Instant dueAt, int period) implements Item {}

    /** A period's charge falls due. */
    record Charge(Instant dueAt, int period) implements Item {}

    /** A missed period's charge falls due. */
    record ChargeMissed(Instant dueAt, Missed missed) implements Item {}

    /** Nobody has answered whether another subscription takes this one's place. */
    record ChangeOverdue(Instant dueAt, Change change) implements Item {}

    /**
     * A charge is told ahead.
     *
     * @param period that will be charged, as known now
     * @param chargeAt when its charge falls due, as known now
     * @param amount of the charge, as known now
     * @param endsTrial true when it is the first one after a trial
     */
    record Announce(Instant dueAt, Period period, Instant chargeAt, Money amount, boolean endsTrial)
        implements Item {}
  }

  /** The time of the earliest item, or empty when the subscription can sleep for ever. */
  public static Optional<Instant> nextDueAt(State state) {
    return next(state).map(Item::dueAt);
  }

  /** When the next charge falls due, or empty when nothing more will be charged as things are. */
  public static Optional<Instant> nextChargeAt(State state) {
    return earliest(
            state,
            item ->
                item instanceof Item.Charge
                    || item instanceof Item.Retry
                    || item instanceof Item.ChargeMissed)
        .map(Item::dueAt);
  }

  /** The earliest item; of several at one instant, the one {@link #items} lists first. */
  static Optional<Item> next(State state) {
    return earliest(state, _ -> true);
  }

  /** The same as if nothing were to be announced. */
  static Optional<Item> nextUnannounced(State state) {
    return earliest(state, item -> !(item instanceof Item.Announce));
  }

  private static Optional<Item> earliest(State state, Predicate<Item> wanted) {
    @Nullable Item earliest = null;
    for (Item item : items(state)) {
      if (wanted.test(item) && (earliest == null || item.dueAt().isBefore(earliest.dueAt()))) {
        earliest = item;
      }
    }
    return Optional.ofNullable(earliest);
  }

  /**
   * When a period's charge falls due: at its lead, but never before the preceding period's start.
   */
  static Instant chargeDueAt(State.Live live, int period) {
    Instant due = live.schedule().startOf(period);
    if (period > 1) {
      Duration lead = live.head().terms().policies().chargeLead();
      due = later(due.minus(lead), live.schedule().startOf(period - 1));
    }
    return later(due, live.approvedAt());
  }

  /** All items there are, in the order in which those of one instant are taken. */
  private static List<Item> items(State state) {
    return switch (state) {
      case State.Unborn _ -> List.of();
      case State.Incomplete incomplete ->
          List.of(new Item.Expire(incomplete.head().terms().expiryTime()));
      case State.Live live -> ofLive(live);
      case State.Over over -> inquiries(over);
    };
  }

  /** What is to be asked of the channel, of whatever payment or refund. */
  private static List<Item> inquiries(State.Existing state) {
    List<Item> items = new ArrayList<>();
    state
        .collection()
        .flatMap(
            open ->
                inquiry(
                    open,
                    (at, inquiry) -> new Item.Inquire(at, open, inquiry),
                    at -> new Item.GiveUp(at, open)))
        .ifPresent(items::add);
    for (Refund refund : state.refunds()) {
      inquiry(
              refund.collection(),
              (at, inquiry) -> new Item.InquireRefund(at, refund, inquiry),
              at -> new Item.GiveUpRefund(at, refund))
          .ifPresent(items::add);
    }
    return items;
  }

  private static Optional<Item> inquiry(
      Collection open, BiFunction<Instant, Integer, Item> inquire, Function<Instant, Item> giveUp) {
    return switch (open.phase()) {
      case Collection.Phase.AwaitingInquiry waiting ->
          Optional.of(inquire.apply(waiting.inquireAt(), waiting.inquiry()));
      case Collection.Phase.InFlight(int asked) ->
          InquiryLadder.afterSilence(asked)
              .flatMap(
                  next ->
                      InquiryLadder.dueAt(open.presentedAt(), next)
                          .map(at -> inquire.apply(at, next)))
              .or(() -> Optional.of(giveUp.apply(InquiryLadder.overAt(open.presentedAt()))));
      case Collection.Phase.AwaitingRetry _, Collection.Phase.Unresolved _ -> Optional.empty();
    };
  }

  private static List<Item> ofLive(State.Live live) {
    List<Item> items = new ArrayList<>(inquiries(live));
    live.pause()
        .flatMap(Pause::resumeTime)
        .ifPresent(resumeTime -> items.add(new Item.Resume(resumeTime)));
    Dues dues = live.dues();
    boolean charges = !live.standsStill() && live.pause().isEmpty();
    if (charges) {
      retry(live).ifPresent(items::add);
      if (!dues.mayStillSucceed()) {
        // Whoever may have paid is not thrown out: what the channel says decides.
        dues.finalActAt().ifPresent(at -> items.add(new Item.FinalAct(at)));
      }
    }
    if (!live.head().parked()) {
      live.change()
          .flatMap(
              change -> Changes.overdueAt(change).map(at -> new Item.ChangeOverdue(at, change)))
          .ifPresent(items::add);
    }
    int boundary = live.progress().current() + 1;
    // A subscription that is being replaced does not end by itself: the change has to be answered.
    if (live.change().isEmpty() || !live.endsAt(boundary)) {
      items.add(new Item.Boundary(live.schedule().startOf(boundary), boundary));
    }
    boolean another =
        charges
            && live.renewal() == State.Renewal.ON
            && live.standing() != State.Standing.METHOD_REFUSED
            && !dues.mayStillSucceed();
    if (another) {
      Optional<Item.Charge> charge = nextCharge(live);
      charge.ifPresent(items::add);
      if (dues.collection().isEmpty()) {
        // Missed periods have time: they end no other payment's retries.
        nextMissed(live).ifPresent(items::add);
        nextUnpaid(live).ifPresent(items::add);
      }
      charge.flatMap(next -> Notices.of(live, next)).ifPresent(items::add);
    }
    return items;
  }

  private static Optional<Item.Charge> nextCharge(State.Live live) {
    int period = live.progress().opened() + 1;
    // A self-managed subscription is charged by itself at most when the buyer signs.
    boolean byItself = live.head().terms().billing().managed() || period == 1;
    if (!byItself || live.endsBefore(period)) {
      return Optional.empty();
    }
    Instant due = chargeDueAt(live, period);
    // One that runs already may have waited for an attempt, and others behind it.
    boolean mayHaveWaited = period <= live.progress().current();
    return Optional.of(new Item.Charge(mayHaveWaited ? paced(live, due) : due, period));
  }

  /** The next attempt of the payment that was declined last. */
  private static Optional<Item> retry(State.Live live) {
    return live.collection()
        .flatMap(
            open ->
                open.phase() instanceof Collection.Phase.AwaitingRetry waiting
                    ? Optional.of(
                        new Item.Retry(
                            paced(live, waiting.retryAt()), open.payment(), open.attempt() + 1))
                    : Optional.empty());
  }

  /** The oldest payment that had failed for good and is opened again. */
  private static Optional<Item> nextUnpaid(State.Live live) {
    return Few.first(live.dues().unpaid(), Unpaid::reopened)
        .map(
            // As old as the payment: no later period's charge overtakes it.
            unpaid ->
                new Item.Retry(
                    paced(live, unpaid.payment().createdAt()),
                    unpaid.payment(),
                    unpaid.attempt() + 1));
  }

  /** The oldest missed period. */
  private static Optional<Item> nextMissed(State.Live live) {
    return Few.first(live.dues().backlog(), _ -> true)
        .map(missed -> new Item.ChargeMissed(paced(live, missed.period().start()), missed));
  }

  /**
   * A time that leaves room for the regular charges of a day, so that catching up parks nobody: the
   * running period's and the next one's, and of a daily subscription one more, a day later.
   */
  private static Instant paced(State.Live live, Instant due) {
    PeriodRule rule = live.schedule().ruleOf(live.progress().current());
    int regular = rule.equals(DAILY) ? 3 : 2;
    int perDay = Math.max(1, live.head().terms().policies().chargesPerDayMax() - regular);
    return later(due, live.dues().allowedAt(perDay));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
