package dev.recur.notifier.notice;

import java.time.Instant;

/** What can happen to a subscription, as far as it changes what merchants are told. */
public sealed interface Happening {

  /**
   * The subscription exists; the buyer has not agreed yet.
   *
   * @param paymentMethodType code of the method that the request names
   */
  record Created(Terms terms, String paymentMethodType) implements Happening {}

  /** The buyer agreed, and pays with this method. */
  record Approved(String paymentMethodType) implements Happening {}

  /** The buyer did not agree. */
  record Declined() implements Happening {}

  /** The buyer did not decide in time. */
  record AuthorisationExpired() implements Happening {}

  /** A period began. */
  record PeriodStarted(int period) implements Happening {}

  /** A period is free. */
  record PeriodWaived(Payment payment) implements Happening {}

  /** The channel charged. */
  record ChargeSucceeded(Payment payment, String paymentMethodType) implements Happening {}

  /** The channel is asked to charge. */
  record ChargeRequested(Payment payment) implements Happening {}

  /**
   * The channel declined an attempt.
   *
   * @param triedAgain false when it was the last, of which {@link PaymentFailed} tells
   */
  record ChargeDeclined(Payment payment, boolean triedAgain) implements Happening {}

  /**
   * Nothing more is tried for this payment.
   *
   * @param code the channel's last reason
   * @param hard true when the method must be replaced before anything is charged again
   */
  record PaymentFailed(Payment payment, String code, boolean hard) implements Happening {}

  /**
   * Renewal is off.
   *
   * @param serviceEnd when service ends
   */
  record RenewalCancelled(Instant serviceEnd) implements Happening {}

  /**
   * Over, by somebody's wish.
   *
   * @param immediately false when it ended with a period, after renewal was switched off
   */
  record Canceled(boolean immediately) implements Happening {}

  /**
   * Over, because the agreed end is reached.
   *
   * @param serviceEnd when service ended
   */
  record Ended(Instant serviceEnd) implements Happening {}

  /** Something that merchants are not told of and that changes nothing they are told. */
  record Internal() implements Happening {}
}
