package dev.recur.local.channel.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the bank makes of a charge or refund that it sees for the first time.
 *
 * @param succeedsAt when a PENDING outcome becomes a success, on the subscription's clock
 * @param decline why it was declined
 */
record Verdict(Outcome outcome, @Nullable Instant succeedsAt, @Nullable Decline decline) {

  private static final Verdict SUCCESS = new Verdict(Outcome.SUCCEEDED, null, null);

  /**
   * On a charge.
   *
   * @param softDeclines how often the payment has been declined softly before
   */
  static Verdict onCharge(Presentation charge, Behaviour behaviour, int softDeclines) {
    return switch (behaviour) {
      case Behaviour.Ok _,
          Behaviour.UnknownThenOk _,
          Behaviour.Timeout _,
          Behaviour.RefundDeclined _,
          Behaviour.RefundPending _ ->
          SUCCESS;
      case Behaviour.InsufficientFunds _ -> soft();
      case Behaviour.Stolen _ -> hard(Decline.STOLEN_CARD);
      case Behaviour.RiskReject _ -> hard(Decline.RISK_REJECT);
      case Behaviour.DeclineThenOk(int declines) -> softDeclines < declines ? soft() : SUCCESS;
      case Behaviour.Pending(Duration decidedAfter) -> successAfter(charge, decidedAfter);
    };
  }

  /**
   * On a refund: never more goes back than came in, with what is on its way. The bank's moods are
   * about charging; only two are about refunds.
   *
   * @param lines of the subscription, as they stand when the refund is asked for
   */
  static Verdict onRefund(Presentation refund, Behaviour behaviour, List<LedgerLine> lines) {
    long chargedMinor = 0;
    long refundedMinor = 0;
    for (LedgerLine line : lines) {
      Presentation moved = line.request();
      boolean onItsWay = line.outcome() == Outcome.PENDING && moved.operation() == Operation.REFUND;
      if (!(line.outcome() == Outcome.SUCCEEDED || onItsWay)
          || !moved.clientId().equals(refund.clientId())) {
        continue;
      }
      if (isChargeOf(refund, moved)) {
        if (!moved.currency().equals(refund.currency())) {
          return hard(Decline.REFUND_CURRENCY);
        }
        // What is more than a long holds does not go back.
        chargedMinor += Math.min(moved.amountMinor(), Long.MAX_VALUE - chargedMinor);
      } else if (isRefundBeside(refund, moved)) {
        refundedMinor = Math.addExact(refundedMinor, moved.amountMinor());
      }
    }
    if (chargedMinor == 0) {
      return hard(Decline.PAYMENT_NOT_CHARGED);
    }
    if (refund.amountMinor() > chargedMinor - refundedMinor) {
      return hard(Decline.REFUND_EXCEEDS_PAYMENT);
    }
    return switch (behaviour) {
      case Behaviour.RefundDeclined _ -> hard(Decline.REFUND_DECLINED);
      case Behaviour.RefundPending(Duration decidedAfter) -> successAfter(refund, decidedAfter);
      case Behaviour.Ok _,
          Behaviour.InsufficientFunds _,
          Behaviour.Stolen _,
          Behaviour.RiskReject _,
          Behaviour.DeclineThenOk _,
          Behaviour.Pending _,
          Behaviour.UnknownThenOk _,
          Behaviour.Timeout _ ->
          SUCCESS;
    };
  }

  private static Verdict successAfter(Presentation request, Duration decidedAfter) {
    return decidedAfter.isZero()
        ? SUCCESS
        : new Verdict(Outcome.PENDING, request.at().plus(decidedAfter), null);
  }

  private static boolean isChargeOf(Presentation refund, Presentation moved) {
    return moved.operation() == Operation.CHARGE
        && moved.paymentId().equals(refund.refundedPaymentId());
  }

  private static boolean isRefundBeside(Presentation refund, Presentation moved) {
    return moved.operation() == Operation.REFUND
        && refund.refundedPaymentId() != null
        && refund.refundedPaymentId().equals(moved.refundedPaymentId());
  }

  private static Verdict soft() {
    return new Verdict(Outcome.DECLINED_SOFT, null, Decline.INSUFFICIENT_FUNDS);
  }

  private static Verdict hard(Decline decline) {
    return new Verdict(Outcome.DECLINED_HARD, null, decline);
  }
}
