package dev.recur.billing.domain;

import java.time.Instant;
import java.util.Optional;

/** What can happen to a subscription. Each is told in the ledger under the same name. */
public sealed interface Event {

  /** The subscription exists; the buyer has not agreed yet. */
  record Created(Terms terms) implements Event {}

  /** The buyer agreed, and pays with this method. */
  record Approved(PaymentMethod method) implements Event {}

  /** The buyer did not agree. */
  record Declined(Optional<String> reason) implements Event {}

  /** The buyer did not decide in time. */
  record AuthorisationExpired(Instant expiryTime) implements Event {}

  /** A period began. */
  record PeriodStarted(Period period) implements Event {}

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
   */
  record ChargeRequested(Payment payment, int attempt, Instant presentUntil)
      implements PaymentEvent {}

  /**
   * The channel charged.
   *
   * @param attempt the one that succeeded
   * @param methodType code of the method that paid
   * @param reference the channel's own id
   */
  record ChargeSucceeded(
      Payment payment, int attempt, String methodType, Optional<String> reference)
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
   */
  record InquiryRequested(Payment payment, int attempt, int inquiry) implements PaymentEvent {}

  /**
   * The channel has never seen the key: the same key is presented again.
   *
   * @param presentUntil as first set
   */
  record ChargePresentedAgain(Payment payment, int attempt, Instant presentUntil)
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
  record RenewalCancelled(Instant serviceEnd) implements Event {}

  /**
   * Over, by somebody's wish.
   *
   * @param immediately true when service ended at once, false when it ended with the period
   */
  record Canceled(boolean immediately) implements Event {}

  /**
   * Over, because the agreed end is reached.
   *
   * @param serviceEnd end of the last period
   */
  record Ended(Instant serviceEnd) implements Event {}

  /** A command was refused; told once per kind of command. */
  record CommandRefused(CommandKind kind, String commandId, String code, String message)
      implements Event {}

  /**
   * Billing stands still until a person looks.
   *
   * @param reason one sentence that says what to do
   */
  record Parked(String reason) implements Event {}
}
