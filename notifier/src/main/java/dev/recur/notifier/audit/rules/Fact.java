package dev.recur.notifier.audit.rules;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What an event of the ledger says, as far as it has to add up. */
public sealed interface Fact {

  /** The subscription exists. */
  record Born(Plan plan, Timetable timetable) implements Fact {}

  /** The buyer agreed. */
  record Approved() implements Fact {}

  /** How a subscription comes to its end. */
  enum End {
    DECLINED,
    EXPIRED,
    CANCELED,
    ENDED,
    CHANGED
  }

  /** It is over. */
  record Over(End how) implements Fact {}

  /** A period began. */
  record PeriodBegan(int period, Instant start, Instant end) implements Fact {}

  /**
   * A period gets no payment.
   *
   * @param paused true when it would have begun in a pause, and so never begins
   */
  record PeriodSkipped(int period, Instant start, Instant end, boolean paused) implements Fact {}

  /** A period is free. */
  record PeriodFree(Payment payment) implements Fact {}

  /** What is done about a missed period. */
  enum Act {
    CHARGE,
    SKIP,
    HOLD
  }

  /** What becomes of a period that was missed. */
  record Missed(Payment payment, Act act) implements Fact {}

  /** Held periods are decided. */
  record HeldDecided(boolean approved, List<Integer> periods) implements Fact {
    public HeldDecided {
      periods = List.copyOf(periods);
    }
  }

  /** The channel is asked to charge. */
  record Asked(Payment payment, int attempt) implements Fact {}

  /** The channel charged. */
  record Paid(Payment payment, int attempt) implements Fact {}

  /** The channel charged one payment once more. */
  record PaidAgain(Payment payment, int attempt) implements Fact {}

  /**
   * The channel declined.
   *
   * @param retryAt when the next attempt is promised
   */
  record Declined(Payment payment, int attempt, Optional<Instant> retryAt) implements Fact {}

  /**
   * A payment failed for good.
   *
   * @param hard true when nothing is charged before the method is replaced
   */
  record Failed(Payment payment, boolean hard) implements Fact {}

  /** An attempt has no final answer, or is asked about. */
  record StillOpen(Payment payment, int attempt) implements Fact {}

  /** The channel is asked to pay back. */
  record RefundAsked(Refund refund) implements Fact {}

  /** The channel paid back. */
  record RefundPaid(Refund refund) implements Fact {}

  /** The channel does not pay back. */
  record RefundFailed(Refund refund) implements Fact {}

  /** A refund has no final answer, or is asked about. */
  record RefundStillOpen(Refund refund) implements Fact {}

  /** How long a period is. */
  record Rule(ChronoUnit unit, int count) {}

  /**
   * Other terms.
   *
   * @param fromPeriod first period that has them
   * @param atOnce false when all of it waits for that period
   * @param anchor start of that period, where rhythm or date change
   * @param rule how long a period is, where that changes
   * @param end no period starts at or after it, where that changes
   */
  record Amended(
      int fromPeriod,
      boolean atOnce,
      Optional<Instant> anchor,
      Optional<Rule> rule,
      Optional<Instant> end)
      implements Fact {}

  /** What turns charging on or off. */
  enum Turn {
    RENEWAL_OFF,
    PAUSED,
    RESUMED,
    METHOD_REPLACED,
    CHANGE_STARTED,
    CHANGE_ABANDONED,
    PARKED,
    RELEASED;

    /** True for what can be said of a subscription in any state. */
    boolean isOfAnyState() {
      return switch (this) {
        case PARKED, RELEASED -> true;
        case RENEWAL_OFF, PAUSED, RESUMED, METHOD_REPLACED, CHANGE_STARTED, CHANGE_ABANDONED ->
            false;
      };
    }
  }

  /** Charging is turned on or off. */
  record Turned(Turn turn) implements Fact {}

  /**
   * Something that moves no money and changes no date.
   *
   * @param ofLiveOnly true when it can only be said of a running subscription
   */
  record Told(boolean ofLiveOnly) implements Fact {}
}
