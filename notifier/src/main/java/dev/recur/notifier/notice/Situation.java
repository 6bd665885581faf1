package dev.recur.notifier.notice;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a subscription is: a fold over its events.
 *
 * @param phase which part of its life it is in
 * @param standing how well it is paid
 * @param period number of the running period; 0 before the first
 * @param paymentMethodType code of the buyer's method
 * @param serviceEnd when service ends or ended, where that is decided
 */
public record Situation(
    Phase phase,
    Standing standing,
    int period,
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
    /** A payment failed for good. */
    PAST_DUE
  }

  /** A new subscription's situation. */
  static Situation created(String paymentMethodType) {
    return new Situation(Phase.INCOMPLETE, Standing.GOOD, 0, paymentMethodType, Optional.empty());
  }

  /** The situation after one more event, which happened at {@code at}. */
  Situation after(Happening what, Instant at, Terms terms) {
    return switch (what) {
      case Happening.Created _, Happening.PeriodWaived _, Happening.Internal _ -> this;
      case Happening.Approved approved -> approved(approved.paymentMethodType(), at, terms);
      case Happening.Declined _, Happening.AuthorisationExpired _ -> neverBegins();
      case Happening.PeriodStarted started -> inPeriod(started.period());
      case Happening.ChargeSucceeded _ -> paid(Standing.GOOD);
      case Happening.ChargeDeclined _ -> paid(Standing.PAYMENT_DUE);
      case Happening.PaymentFailed _ -> paid(Standing.PAST_DUE);
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
            case PAST_DUE -> "pastdue";
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
    return new Situation(Phase.LIVE, standing, running, methodType, serviceEnd);
  }

  /** Service that never began does not end: the agreed end stays what is told. */
  private Situation neverBegins() {
    return new Situation(Phase.CANCELED, standing, period, paymentMethodType, serviceEnd);
  }

  private Situation inPeriod(int next) {
    return new Situation(phase, standing, next, paymentMethodType, serviceEnd);
  }

  private Situation paid(Standing next) {
    return new Situation(phase, next, period, paymentMethodType, serviceEnd);
  }

  private Situation ends(Phase next, Instant end) {
    return new Situation(next, standing, period, paymentMethodType, Optional.of(end));
  }
}
