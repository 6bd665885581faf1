package dev.recur.notifier.notice;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a subscription is: a fold over its events, the same that the worker's own status follows.
 *
 * @param phase which part of its life it is in
 * @param standing how well it is paid
 * @param paused true while nothing is charged
 * @param progress how far its periods are
 * @param openPaymentId the payment that was asked for and has no final outcome yet
 * @param method how the buyer pays
 * @param serviceEnd when service ends or ended, where that is decided
 */
public record Situation(
    Phase phase,
    Standing standing,
    boolean paused,
    Progress progress,
    Optional<String> openPaymentId,
    Method method,
    Optional<Instant> serviceEnd) {

  /** The part of its life a subscription is in. */
  public enum Phase {
    /** The buyer has not decided. */
    INCOMPLETE,
    /** Authorised and running. */
    LIVE,
    /** Over by somebody's wish, unpaid, replaced by another one, or never authorised. */
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

  /** A new subscription's situation. The method has a token only once the buyer agreed. */
  static Situation created(String paymentMethodType) {
    return new Situation(
        Phase.INCOMPLETE,
        Standing.GOOD,
        false,
        Progress.NONE,
        Optional.empty(),
        new Method(paymentMethodType, Optional.empty()),
        Optional.empty());
  }

  /** The situation after one more event, which happened at {@code at}. */
  Situation after(Happening what, Instant at, Terms terms) {
    return switch (what) {
      case Happening.Created _,
          Happening.Updated _,
          Happening.UpdateTookEffect _,
          Happening.RefundSucceeded _,
          Happening.RefundFailed _,
          Happening.Internal _ ->
          this;
      case Happening.Approved approved -> approved(approved.method(), at, terms);
      case Happening.Declined _, Happening.AuthorisationExpired _ -> neverBegins();
      case Happening.PeriodStarted started -> with(progress.inPeriod(started.period()));
      case Happening.PeriodSkipped skipped -> with(progress.skipped(skipped));
      case Happening.PeriodWaived waived -> settled(waived.payment()).good();
      case Happening.ChargeRequested requested ->
          awaiting(Optional.of(requested.payment().paymentId()));
      case Happening.ChargeSucceeded succeeded ->
          settled(succeeded.payment()).with(progress.paid()).good();
      case Happening.ChargeDeclined declined -> isAwaited(declined) ? owing() : this;
      case Happening.PaymentFailed failed -> settled(failed.payment()).failed(failed.hard());
      case Happening.Paused _ -> paused(true);
      case Happening.Resumed _ -> paused(false);
      case Happening.MethodReplaced replaced -> replaced(replaced.method());
      case Happening.RenewalCancelled cancelled -> ends(phase, cancelled.serviceEnd());
      case Happening.Canceled _ when phase == Phase.INCOMPLETE -> neverBegins();
      case Happening.Canceled canceled ->
          ends(Phase.CANCELED, canceled.immediately() ? at : serviceEnd.orElse(at));
      case Happening.Changed _ -> ends(Phase.CANCELED, at);
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
      case LIVE -> paused ? "paused" : paidStatus(terms);
    };
  }

  private String paidStatus(Terms terms) {
    return switch (standing) {
      case PAYMENT_DUE -> "paymentdue";
      case PAST_DUE, METHOD_REFUSED -> "pastdue";
      case GOOD -> progress.isTrial(terms) ? "trialing" : "active";
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

  private Situation approved(Method next, Instant at, Terms terms) {
    boolean started = !terms.startTime().isAfter(at);
    return new Situation(
        Phase.LIVE,
        standing,
        paused,
        Progress.approved(started, terms.signOnly()),
        openPaymentId,
        next,
        serviceEnd);
  }

  /** A merchant's own charge is asked for once, so its decline awaits nothing. */
  private static boolean isAwaited(Happening.ChargeDeclined declined) {
    return declined.triedAgain()
        && switch (declined.payment().purpose()) {
          case Purpose.Period _, Purpose.Change _ -> true;
          case Purpose.Manual _ -> false;
        };
  }

  /** Good again, unless another payment is still owed or the method is refused. */
  private Situation good() {
    boolean stays = standing == Standing.METHOD_REFUSED || openPaymentId.isPresent();
    return stays ? this : with(Standing.GOOD);
  }

  /** Only another method mends a refused one. */
  private Situation owing() {
    return standing == Standing.METHOD_REFUSED ? this : with(Standing.PAYMENT_DUE);
  }

  private Situation failed(boolean hard) {
    boolean refused = hard || standing == Standing.METHOD_REFUSED;
    return with(refused ? Standing.METHOD_REFUSED : Standing.PAST_DUE);
  }

  /** What was refused is still unpaid, but is charged again. */
  private Situation replaced(Method next) {
    Standing mended = standing == Standing.METHOD_REFUSED ? Standing.PAST_DUE : standing;
    return new Situation(phase, mended, paused, progress, openPaymentId, next, serviceEnd);
  }

  private Situation settled(Payment payment) {
    return awaiting(openPaymentId.filter(open -> !open.equals(payment.paymentId())));
  }

  /** Service that never began does not end: the agreed end stays what is told. */
  private Situation neverBegins() {
    return new Situation(
        Phase.CANCELED, standing, paused, progress, openPaymentId, method, serviceEnd);
  }

  private Situation with(Standing next) {
    return new Situation(phase, next, paused, progress, openPaymentId, method, serviceEnd);
  }

  private Situation with(Progress next) {
    return new Situation(phase, standing, paused, next, openPaymentId, method, serviceEnd);
  }

  private Situation awaiting(Optional<String> next) {
    return new Situation(phase, standing, paused, progress, next, method, serviceEnd);
  }

  private Situation paused(boolean next) {
    return new Situation(phase, standing, next, progress, openPaymentId, method, serviceEnd);
  }

  private Situation ends(Phase next, Instant end) {
    return new Situation(next, standing, paused, progress, openPaymentId, method, Optional.of(end));
  }
}
