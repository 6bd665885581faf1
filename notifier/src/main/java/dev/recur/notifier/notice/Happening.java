package dev.recur.notifier.notice;

import java.time.Instant;
import java.util.Optional;

/** What can happen to a subscription, as far as merchants or buyers are told of it. */
public sealed interface Happening {

  /**
   * The subscription exists; the buyer has not agreed yet.
   *
   * @param paymentMethodType code of the method that the request names
   */
  record Created(Terms terms, String paymentMethodType) implements Happening {}

  /** The buyer agreed, and pays like this. */
  record Approved(Method method) implements Happening {}

  /** The buyer did not agree. */
  record Declined() implements Happening {}

  /** The buyer did not decide in time. */
  record AuthorisationExpired() implements Happening {}

  /** A period is free. */
  record PeriodWaived(Payment payment) implements Happening {}

  /** The channel charged. */
  record ChargeSucceeded(Payment payment, String paymentMethodType) implements Happening {}

  /**
   * Nothing more is tried for this payment.
   *
   * @param code the channel's last reason
   */
  record PaymentFailed(Payment payment, String code) implements Happening {}

  /**
   * Other terms were asked for.
   *
   * @param atOnce true when they are in force now; false when they wait for their period, of which
   *     {@link UpdateTookEffect} tells
   */
  record Updated(boolean atOnce, Amendment amendment) implements Happening {}

  /** Terms that had waited for their period are in force. */
  record UpdateTookEffect(Amendment amendment) implements Happening {}

  /**
   * The channel declined one attempt at a payment.
   *
   * @param attempt its number, from 1
   * @param code the channel's reason
   * @param retryAt when it is tried again; empty: it is not, and the payment's end is told
   */
  record ChargeDeclined(Payment payment, int attempt, String code, Optional<Instant> retryAt)
      implements Happening {}

  /** The first paid period comes near. */
  record TrialEnding(PlannedCharge charge) implements Happening {}

  /** Another period that is to be paid comes near. */
  record RenewalUpcoming(PlannedCharge charge) implements Happening {}

  /**
   * What will be charged, as far as is known.
   *
   * @param period number of the period, from 1
   * @param at when, on the subscription's clock
   */
  record PlannedCharge(int period, Instant at, Money amount) {}

  /**
   * Nothing is charged from now on.
   *
   * @param unpaid true when nobody asked for it
   * @param resumeTime when it resumes by itself
   */
  record Paused(boolean unpaid, Optional<Instant> resumeTime) implements Happening {}

  /** Charged again from the next period on. */
  record Resumed() implements Happening {}

  /** The buyer pays otherwise from now on. */
  record MethodReplaced(Method method) implements Happening {}

  /** The channel paid back. */
  record RefundSucceeded(Refund refund) implements Happening {}

  /** The channel will not pay back. */
  record RefundFailed(Refund refund) implements Happening {}

  /**
   * Renewal is off.
   *
   * @param serviceEnd when service ends
   */
  record RenewalCancelled(Instant serviceEnd) implements Happening {}

  /**
   * Over, by somebody's wish or because a period stayed unpaid.
   *
   * @param immediately false when it ended with a period
   * @param unpaid true when nobody asked for it, so that nobody was told that it would end
   */
  record Canceled(boolean immediately, boolean unpaid) implements Happening {}

  /**
   * Over, because the agreed end is reached.
   *
   * @param serviceEnd when service ended
   */
  record Ended(Instant serviceEnd) implements Happening {}

  /** Over, because a new subscription has taken its place. */
  record Changed() implements Happening {}

  /** Something that nobody is told of and that changes nothing they are told. */
  record Internal() implements Happening {}
}
