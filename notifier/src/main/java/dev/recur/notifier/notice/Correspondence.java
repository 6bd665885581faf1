package dev.recur.notifier.notice;

import dev.recur.notifier.notice.LetterFacts.Wording;
import java.time.Instant;
import java.util.Optional;

/**
 * What one event makes the buyer be written to about. One event makes one e-mail at most, and one
 * thing that happens is told once, however many events it takes.
 */
final class Correspondence {

  private final Context before;
  private final Context after;
  private final LedgerEvent event;
  private final Mailing mailing;

  private Correspondence(Context before, Context after, LedgerEvent event, Mailing mailing) {
    this.before = before;
    this.after = after;
    this.event = event;
    this.mailing = mailing;
  }

  /**
   * The facts of the e-mail that an event makes.
   *
   * @param before what was known before the event
   * @param after what is known with it
   * @return empty for most events
   */
  static Optional<LetterFacts> of(
      Context before, Context after, LedgerEvent event, Mailing mailing) {
    return new Correspondence(before, after, event, mailing)
        .facts()
        .filter(_ -> mailing.reachesSomebody(before.terms().notifiesBuyer()));
  }

  private Optional<LetterFacts> facts() {
    return switch (event.what()) {
      case Happening.Approved _ -> Optional.of(activated());
      case Happening.ChargeSucceeded succeeded -> receipt(succeeded.payment());
      case Happening.ChargeDeclined declined -> declined(declined);
      case Happening.Paused paused ->
          Optional.of(
              about(paused.unpaid() ? Wording.PAUSED_UNPAID : Wording.PAUSED)
                  .next(paused.resumeTime())
                  .build());
      case Happening.Resumed _ -> Optional.of(about(Wording.RESUMED).build());
      case Happening.RenewalCancelled cancelled ->
          over(Wording.RENEWAL_OFF, Optional.of(cancelled.serviceEnd()));
      case Happening.Canceled canceled -> canceled(canceled);
      case Happening.Ended ended -> over(Wording.ENDED, Optional.of(ended.serviceEnd()));
      case Happening.RefundSucceeded succeeded -> refunded(succeeded.refund());
      case Happening.TrialEnding ending ->
          Optional.of(upcoming(Wording.TRIAL_ENDING, ending.charge()));
      case Happening.RenewalUpcoming renewal ->
          Optional.of(upcoming(Wording.RENEWAL_UPCOMING, renewal.charge()));
      // Its last decline told it; or its retries were given up because the subscription is
      // cancelled, ends or pauses, which is told instead.
      case Happening.PaymentFailed _,
          // The subscription that takes this one's place tells that it has begun.
          Happening.Changed _,
          Happening.Created _,
          Happening.Declined _,
          Happening.AuthorisationExpired _,
          Happening.PeriodWaived _,
          Happening.Updated _,
          Happening.UpdateTookEffect _,
          Happening.MethodReplaced _,
          Happening.RefundFailed _,
          Happening.Internal _ ->
          Optional.empty();
    };
  }

  private LetterFacts activated() {
    if (!after.terms().managed()) {
      return about(Wording.ACTIVATED_SELF_MANAGED)
          .next(Optional.of(after.terms().startTime()))
          .agreedEnd(after.terms())
          .build();
    }
    // Before the first period begins it is TRIALING too, whatever that period costs.
    boolean trial =
        event.status().equals(Optional.of(LifecycleStatus.TRIALING))
            && !after.terms().startTime().isAfter(event.at());
    return about(trial ? Wording.ACTIVATED_TRIAL : Wording.ACTIVATED)
        .price(after.terms().price(), after.terms().periodRule())
        .next(Optional.of(after.terms().startTime()))
        .agreedEnd(after.terms())
        .trialEnd(trial ? after.terms().trialEnd() : Optional.empty())
        .build();
  }

  private Optional<LetterFacts> receipt(Payment payment) {
    return payment.amount().amountMinor() > 0
        ? Optional.of(about(Wording.RECEIPT).payment(payment).build())
        : Optional.empty();
  }

  /**
   * What is tried again is told once, at first; what is not, at its last decline, unless what
   * follows from it at once is told instead.
   */
  private Optional<LetterFacts> declined(Happening.ChargeDeclined declined) {
    if (declined.retryAt().isEmpty()) {
      Wording wording = failure(declined.payment());
      return wording == Wording.PAYMENT_FAILED && actsAtOnce()
          ? Optional.empty()
          : Optional.of(declined(wording, declined));
    }
    return declined.attempt() == 1
        ? Optional.of(declined(Wording.PAYMENT_DECLINED, declined))
        : Optional.empty();
  }

  private LetterFacts declined(Wording wording, Happening.ChargeDeclined declined) {
    return about(wording)
        .payment(declined.payment())
        .reason(PaymentResult.ofDecline(declined.code()).name())
        .next(declined.retryAt())
        .build();
  }

  /** The worker's final act is due with the failure, but for one that is paused. */
  private boolean actsAtOnce() {
    return before.terms().finalActAtOnce()
        && !event.status().equals(Optional.of(LifecycleStatus.PAUSED));
  }

  /** A subscription hangs on the payments of its periods, and only while it is to go on. */
  private Wording failure(Payment payment) {
    return payment.purpose() instanceof Purpose.Period
            && before.situation().phase() == Situation.Phase.LIVE
            && before.situation().serviceEnd().isEmpty()
        ? Wording.PAYMENT_FAILED
        : Wording.CHARGE_FAILED;
  }

  private Optional<LetterFacts> canceled(Happening.Canceled canceled) {
    if (canceled.unpaid()) {
      return ends(Wording.CANCELED_UNPAID, Optional.of(event.at()));
    }
    // What ends with a period was told when renewal was switched off.
    return canceled.immediately()
        ? ends(Wording.TERMINATED, Optional.of(event.at()))
        : Optional.empty();
  }

  /**
   * It ends as agreed or asked for; what was told when renewal was switched off is not repeated.
   */
  private Optional<LetterFacts> over(Wording wording, Optional<Instant> end) {
    return before.situation().serviceEnd().isPresent() ? Optional.empty() : ends(wording, end);
  }

  /** A buyer who has never agreed has nothing that could end. */
  private Optional<LetterFacts> ends(Wording wording, Optional<Instant> end) {
    return before.situation().phase() == Situation.Phase.LIVE
        ? Optional.of(about(wording).next(end).build())
        : Optional.empty();
  }

  private Optional<LetterFacts> refunded(Refund refund) {
    return refund.amount().amountMinor() > 0
        ? Optional.of(
            about(Wording.REFUND)
                .amount(refund.amount())
                .reference(Optional.of(refund.refundId()))
                .build())
        : Optional.empty();
  }

  private LetterFacts upcoming(Wording wording, Happening.PlannedCharge charge) {
    return about(wording).amount(charge.amount()).next(Optional.of(charge.at())).build();
  }

  private LetterFacts.Builder about(Wording wording) {
    return LetterFacts.about(wording, after, event.at(), mailing);
  }
}
