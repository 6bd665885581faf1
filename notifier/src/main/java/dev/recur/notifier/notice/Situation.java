package dev.recur.notifier.notice;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a subscription is: a fold over its events, the same that the worker's own status follows.
 *
 * @param phase which part of its life it is in
 * @param standing how well it is paid
 * @param period number of the running period; 0 before the first
 * @param openPaymentId the payment that was asked for and has no final outcome yet
 * @param paymentMethodType code of the buyer's method
 * @param serviceEnd when service ends or ended, where that is decided
 */
public record Situation(
    Phase phase,
    Standing standing,
    int period,
    Optional<String> openPaymentId,
    String paymentMethodType,
    Optional<Instant> serviceEnd) {

  /** The part of its life a subscription is in. */
  public enum Phase {
    /** The buyer has not decided. */
    INCOMPLETE,
    /** Authorised and running. */
    LIVE,
    /** Over by somebody's wish, or never authorised. */
    CANCELED,
    /** Over because its end is reached. */
    ENDED
  }

  /** How well a subscription is paid. */
  public enum Standing {
    /** Nothing is owed. */
    GOOD,
    /** A charge was declined and is tried again. */
    PAYMENT_DUE,
    /** A payment failed for good; the next is charged as usual. */
    PAST_DUE,
    /** Declined for good: nothing is charged with this method any more. */
    METHOD_REFUSED
  }

  /** A new subscription's situation. */
  static Situation created(String paymentMethodType) {
    return new Situation(
        Phase.INCOMPLETE, Standing.GOOD, 0, Optional.empty(), paymentMethodType, Optional.empty());
  }

  /** The situation after one more event, which happened at {@code at}. */
  Situation after(Happening what, Instant at, Terms terms) {
    return switch (what) {
      case Happening.Created _, Happening.Internal _ -> this;
      case Happening.Approved approved -> approved(approved.paymentMethodType(), at, terms);
      case Happening.Declined _, Happening.AuthorisationExpired _ -> neverBegins();
      case Happening.PeriodStarted started -> inPeriod(started.period());
      case Happening.ChargeRequested requested ->
          asking(Optional.of(requested.payment().paymentId()));
      case Happening.PeriodWaived waived -> settled(waived.payment()).paid();
      case Happening.ChargeSucceeded succeeded -> settled(succeeded.payment()).paid();
      case Happening.ChargeDeclined declined ->
          declined.triedAgain() ? standing(Standing.PAYMENT_DUE) : this;
      case Happening.PaymentFailed failed ->
          settled(failed.payment())
              .standing(failed.hard() ? Standing.METHOD_REFUSED : Standing.PAST_DUE);
      case Happening.RenewalCancelled cancelled -> ends(phase, cancelled.serviceEnd());
      case Happening.Canceled _ when phase == Phase.INCOMPLETE -> neverBegins();
      case Happening.Canceled canceled ->
          ends(Phase.CANCELED, canceled.immediately() ? at : serviceEnd.orElse(at));
      case Happening.Ended ended -> ends(Phase.ENDED, ended.serviceEnd());
    };
  }

  /**
   * The richer status, as the wire spells it (seed 002).
   *
   * @param terms what was agreed
   */
  String lifecycleStatus(Terms terms) {
    return switch (phase) {
      case INCOMPLETE -> "incomplete";
      case CANCELED -> "canceled";
      case ENDED -> "ended";
      case LIVE ->
          switch (standing) {
            case PAYMENT_DUE -> "paymentdue";
            case PAST_DUE, METHOD_REFUSED -> "pastdue";
            case GOOD -> period == 0 || terms.isTrial(period) ? "trialing" : "active";
          };
    };
  }

  /**
   * The contract's own status: notifications know only these two (contract, notifySubscription).
   */
  String subscriptionStatus() {
    return switch (phase) {
      case INCOMPLETE, LIVE -> "ACTIVE";
      case CANCELED, ENDED -> "TERMINATED";
    };
  }

  /**
   * A first period that starts at once is an event of its own, told after the approval in the same
   * decision: so the approval already counts it, and no plain subscription is called a trial.
   */
  private Situation approved(String methodType, Instant at, Terms terms) {
    int running = terms.startTime().isAfter(at) ? 0 : 1;
    return new Situation(Phase.LIVE, standing, running, openPaymentId, methodType, serviceEnd);
  }

  /** Good again, unless another payment is still owed or the method is refused. */
  private Situation paid() {
    boolean stays = standing == Standing.METHOD_REFUSED || openPaymentId.isPresent();
    return stays ? this : standing(Standing.GOOD);
  }

  private Situation settled(Payment payment) {
    return asking(openPaymentId.filter(open -> !open.equals(payment.paymentId())));
  }

  /** Service that never began does not end: the agreed end stays what is told. */
  private Situation neverBegins() {
    return new Situation(
        Phase.CANCELED, standing, period, openPaymentId, paymentMethodType, serviceEnd);
  }

  private Situation inPeriod(int next) {
    return new Situation(phase, standing, next, openPaymentId, paymentMethodType, serviceEnd);
  }

  private Situation asking(Optional<String> open) {
    return new Situation(phase, standing, period, open, paymentMethodType, serviceEnd);
  }

  private Situation standing(Standing next) {
    return new Situation(phase, next, period, openPaymentId, paymentMethodType, serviceEnd);
  }

  private Situation ends(Phase next, Instant end) {
    return new Situation(
        next, standing, period, openPaymentId, paymentMethodType, Optional.of(end));
  }
}
