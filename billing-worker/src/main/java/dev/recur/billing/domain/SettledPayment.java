package dev.recur.billing.domain;

import java.util.Optional;

/**
 * A payment with a final outcome.
 *
 * @param payment the payment
 * @param succeeded whether it was paid
 */
public record SettledPayment(Payment payment, boolean succeeded) {

  /** The payment to which an event gave its final outcome, if it did. */
  public static Optional<SettledPayment> by(Event event) {
    if (!(event instanceof Event.PaymentEvent payment)) {
      return Optional.empty();
    }
    return switch (payment) {
      case Event.PeriodWaived _, Event.ChargeSucceeded _ ->
          Optional.of(new SettledPayment(payment.payment(), true));
      case Event.PaymentFailed _ -> Optional.of(new SettledPayment(payment.payment(), false));
      case Event.ChargeRequested _,
          Event.ChargeDeclined _,
          Event.ChargeUnresolved _,
          Event.InquiryRequested _,
          Event.ChargePresentedAgain _ ->
          Optional.empty();
    };
  }
}
