package dev.recur.billing.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can happen to a subscription. Each is told in the ledger under the same name. */
public sealed interface Event {

  /** Something that concerns the subscription itself, and no single payment. */
  sealed interface LifeEvent extends Event {}

  /** The subscription exists; the buyer has not agreed yet. */
  record Created(Terms terms) implements LifeEvent {}

  /** The buyer agreed, and pays with this method. */
  record Approved(PaymentMethod method) implements LifeEvent {}

  /** The buyer did not agree. */
  record Declined(Optional<String> reason) implements LifeEvent {}

  /** The buyer did not decide in time. */
  record AuthorisationExpired(Instant expiryTime) implements LifeEvent {}

  /** A period began. */
  record PeriodStarted(Period period) implements LifeEvent {}

  /** A charge is near. It is told ahead, and changes nothing else. */
  sealed interface ChargeAnnounced extends LifeEvent {
    /** The period that will be charged, as known now. */
    Period period();

    /** When its charge falls due, as known now. */
    Instant chargeAt();

    /** What will be charged, as known now. */
    Money amount();
  }

  /** The first charge after a trial is near. */
  record TrialEnding(Period period, Instant chargeAt, Money amount) implements ChargeAnnounced {}

  /** The charge of a period that follows a paid one is near. */
  record RenewalUpcoming(Period period, Instant chargeAt, Money amount)
      implements ChargeAnnounced {}

  /** Something that concerns a payment. */
  sealed interface PaymentEvent extends Event {
    /** The payment. */
    Payment payment();
  }

  /** The period is free: nothing is asked of the channel. */
  record PeriodWaived(Payment payment) implements PaymentEvent {}

  /**
   * The channel is asked to charge.
   *
   * @param attempt from 1
   * @param presentUntil real time after which the attempt's key must not be presented again
   * @param askedAt when that is, see {@link Moment#nowOn}
   */
  record ChargeRequested(Payment payment, int attempt, Instant presentUntil, Instant askedAt)
      implements PaymentEvent {}

  /**
   * The channel charged.
   *
   * @param attempt the one that succeeded
   * @param method that paid: the attempt's, whatever the buyer pays with today
   * @param reference the channel's own id
   */
  record ChargeSucceeded(
      Payment payment, int attempt, PaymentMethod method, Optional<String> reference)
      implements PaymentEvent {}

  /**
   * The channel declined one attempt.
   *
   * @param hard true when the method is not to be tried again
   * @param code the channel's reason
   * @param retryAt when the next attempt falls due; empty when there is none
   */
  record ChargeDeclined(
      Payment payment, int attempt, boolean hard, String code, Optional<Instant> retryAt)
      implements PaymentEvent {}

  /**
   * The channel's answer is not final.
   *
   * @param pending true when the channel works on it, false when nothing is known
   * @param inquireAt when the next inquiry falls due; empty when a person decides
   */
  record ChargeUnresolved(
      Payment payment, int attempt, boolean pending, Optional<Instant> inquireAt)
      implements PaymentEvent {}

  /**
   * The channel is asked what became of an attempt.
   *
   * @param inquiry from 1
   * @param askedAt when that is, see {@link Moment#nowOn}
   */
  record InquiryRequested(Payment payment, int attempt, int inquiry, Instant askedAt)
      implements PaymentEvent {}

  /**
   * The channel has never seen the key: the same key is presented again.
   *
   * @param presentUntil as first set
   * @param askedAt when that is, see {@link Moment#nowOn}
   */
  record ChargePresentedAgain(Payment payment, int attempt, Instant presentUntil, Instant askedAt)
      implements PaymentEvent {}

  /**
   * Nothing more is tried for this payment.
   *
   * @param code the last reason
   * @param hard true when the method must be replaced before anything is charged again
   */
  record PaymentFailed(Payment payment, String code, boolean hard) implements PaymentEvent {}

  /**
   * Renewal is off.
   *
   * @param serviceEnd when service ends as known now; a charge in flight may still move it
   */
  record RenewalCancelled(Instant serviceEnd) implements LifeEvent {}

  /**
   * Over, by somebody's wish or because a period stayed unpaid.
   *
   * @param immediately true when service ended at once, false when it ended with the period
   * @param unpaid true when nobody asked for it and the policies say so
   */
  record Canceled(boolean immediately, boolean unpaid) implements LifeEvent {}

  /**
   * Over, because the agreed end is reached.
   *
   * @param serviceEnd end of the last period
   */
  record Ended(Instant serviceEnd) implements LifeEvent {}

  /**
   * A command was refused.
   *
   * @param requestId the merchant's id for the request; empty for the kinds that have none, and for
   *     an id that was used before with other content: of each kind that is told once
   */
  record CommandRefused(
      CommandKind kind, String commandId, Optional<String> requestId, String code, String message)
      implements LifeEvent {}

  /**
   * Charging stands still until a person looks.
   *
   * @param reason one sentence that says what to do
   */
  record Parked(String reason) implements LifeEvent {}

  /** A person has looked: billing goes on. */
  record Released(Optional<String> note) implements LifeEvent {}

  /** Why a period gets no payment. */
  enum SkipReason {
    /** The buyer signed without being billed. */
    SIGN_ONLY,
    /** The subscription was paused when the period would have started. */
    PAUSED,
    /** The buyer's method was declined for good and not replaced while the period lasted. */
    METHOD_REFUSED,
    /** It was over before the buyer agreed. */
    BEFORE_APPROVAL,
    /** The subscription ended before it could be charged. */
    ENDED
  }

  /** A period gets no payment, for ever. */
  record PeriodSkipped(Period period, SkipReason reason) implements LifeEvent {}

  /** What is done about one missed period. */
  enum CatchUpAct {
    CHARGE,
    SKIP,
    HOLD
  }

  /**
   * A period was over before it could be charged: what becomes of it.
   *
   * @param payment the payment, were it charged
   * @param policy in force
   * @param act SKIP also where the policy charges or holds, but more were missed than it allows
   */
  record CatchUpDecided(Payment payment, Policies.CatchUp policy, CatchUpAct act)
      implements PaymentEvent {}

  /** The periods that were held are decided: charged, or never. */
  record HeldCyclesDecided(boolean approved, List<Integer> periods) implements LifeEvent {
    public HeldCyclesDecided {
      periods = List.copyOf(periods);
    }
  }

  /**
   * Other terms. What is absent stays as it is.
   *
   * @param awaited true when the whole update waits for {@code fromPeriod}
   * @param fromPeriod first period with the new price and rhythm
   * @param calendar where that period and later ones are counted from, where the rhythm changes
   * @param rule how long a period is
   */
  record Updated(
      String requestId,
      boolean awaited,
      int fromPeriod,
      Optional<Calendar> calendar,
      Optional<PeriodRule> rule,
      Optional<String> description,
      Optional<Money> price,
      Optional<Instant> endTime,
      Optional<Money> orderAmount)
      implements LifeEvent {}

  /**
   * An update that had waited takes effect.
   *
   * @param period the period it takes effect with
   * @param rule how long a period is, where that changes
   */
  record UpdateTookEffect(
      String requestId,
      int period,
      Optional<PeriodRule> rule,
      Optional<String> description,
      Optional<Money> price,
      Optional<Instant> endTime,
      Optional<Money> orderAmount)
      implements LifeEvent {}

  /**
   * Nothing is charged from now on.
   *
   * @param requestId empty when a period stayed unpaid and the policies say so
   * @param resumeTime when it resumes by itself
   */
  record Paused(Optional<String> requestId, Optional<Instant> resumeTime) implements LifeEvent {}

  /**
   * Charged again from the next period on.
   *
   * @param requestId empty when its time had come
   */
  record Resumed(Optional<String> requestId) implements LifeEvent {}

  /** The buyer pays otherwise from now on. */
  record MethodReplaced(String requestId, PaymentMethod method) implements LifeEvent {}

  /**
   * A new subscription is to take this one's place.
   *
   * @param terms what the new one is asked to be
   */
  record ChangeStarted(Change change, Terms terms) implements LifeEvent {}

  /** The new subscription could not be: this one goes on. */
  record ChangeAbandoned(String newSubscriptionId, String code, String message)
      implements LifeEvent {}

  /** Over, because a new subscription has taken its place. */
  record Changed(String newSubscriptionId) implements LifeEvent {}

  /**
   * A second attempt of a payment succeeded too: the buyer paid more than was asked for.
   *
   * @param attempt the one that succeeded beside the one that counts
   * @param method that paid
   * @param reference the channel's own id
   */
  record ChargeSurplus(
      Payment payment, int attempt, PaymentMethod method, Optional<String> reference)
      implements PaymentEvent {}

  /** Something that concerns a refund. */
  sealed interface RefundEvent extends Event {
    /** The refund. */
    Refund.Facts facts();
  }

  /**
   * The channel is asked to pay back.
   *
   * @param presentUntil real time after which its key must not be presented again
   * @param commandId the command that waits for the outcome
   * @param askedAt when that is, see {@link Moment#nowOn}
   */
  record RefundRequested(
      Refund.Facts facts, Instant presentUntil, Optional<String> commandId, Instant askedAt)
      implements RefundEvent {}

  /**
   * The channel paid back.
   *
   * @param reference the channel's own id for the refund
   */
  record RefundSucceeded(Refund.Facts facts, Optional<String> reference) implements RefundEvent {}

  /**
   * The channel will not pay back.
   *
   * @param code the channel's reason
   */
  record RefundFailed(Refund.Facts facts, String code) implements RefundEvent {}

  /**
   * The channel's answer about a refund is not final.
   *
   * @param pending true when the channel works on it, false when nothing is known
   * @param inquireAt when the next inquiry falls due; empty when a person decides
   */
  record RefundUnresolved(Refund.Facts facts, boolean pending, Optional<Instant> inquireAt)
      implements RefundEvent {}

  /**
   * The channel is asked what became of a refund.
   *
   * @param inquiry from 1
   * @param askedAt when that is, see {@link Moment#nowOn}
   */
  record RefundInquiryRequested(Refund.Facts facts, int inquiry, Instant askedAt)
      implements RefundEvent {}

  /**
   * The channel has never seen the refund's key: it is presented again.
   *
   * @param presentUntil as first set
   * @param askedAt when that is, see {@link Moment#nowOn}
   */
  record RefundPresentedAgain(Refund.Facts facts, Instant presentUntil, Instant askedAt)
      implements RefundEvent {}
}
