package dev.recur.notifier.notice;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a subscription is, as far as the contract's own fields tell it. How well it is paid is for
 * the worker alone to say: it stands in each event.
 *
 * @param phase which part of its life it is in
 * @param method how the buyer pays
 * @param serviceEnd when service ends or ended, where that is decided
 */
public record Situation(Phase phase, Method method, Optional<Instant> serviceEnd) {

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

  /** A new subscription's situation. The method has a token only once the buyer agreed. */
  static Situation created(String paymentMethodType) {
    return new Situation(
        Phase.INCOMPLETE, new Method(paymentMethodType, Optional.empty()), Optional.empty());
  }

  /** The situation after one more event, which happened at {@code at}. */
  Situation after(Happening what, Instant at) {
    return switch (what) {
      case Happening.Created _,
          Happening.PeriodWaived _,
          Happening.ChargeSucceeded _,
          Happening.PaymentFailed _,
          Happening.ChargeDeclined _,
          Happening.TrialEnding _,
          Happening.RenewalUpcoming _,
          Happening.Updated _,
          Happening.UpdateTookEffect _,
          Happening.Paused _,
          Happening.Resumed _,
          Happening.RefundSucceeded _,
          Happening.RefundFailed _,
          Happening.Internal _ ->
          this;
      case Happening.Approved approved -> new Situation(Phase.LIVE, approved.method(), serviceEnd);
      case Happening.MethodReplaced replaced -> new Situation(phase, replaced.method(), serviceEnd);
      // Service that never began is over too, now: an inquiry says the same.
      case Happening.Declined _, Happening.AuthorisationExpired _ -> ends(Phase.CANCELED, at);
      case Happening.RenewalCancelled cancelled -> ends(phase, cancelled.serviceEnd());
      case Happening.Canceled canceled ->
          ends(Phase.CANCELED, canceled.immediately() ? at : serviceEnd.orElse(at));
      case Happening.Changed _ -> ends(Phase.CANCELED, at);
      case Happening.Ended ended -> ends(Phase.ENDED, ended.serviceEnd());
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

  private Situation ends(Phase next, Instant end) {
    return new Situation(next, method, Optional.of(end));
  }
}
