package dev.recur.notifier.notice;

import java.util.Optional;

/**
 * What is remembered of a subscription's payments.
 *
 * @param openId the payment that was asked for and has no final outcome yet
 * @param aside the latest payment that was not for a period
 */
public record Payments(Optional<String> openId, Optional<Aside> aside) {

  static final Payments NONE = new Payments(Optional.empty(), Optional.empty());

  /**
   * A payment that is not for a period. It is told as one of the period in which it was first asked
   * for, however long its outcome takes.
   *
   * @param paymentId the payment
   * @param period number of that period
   */
  public record Aside(String paymentId, int period) {}

  /**
   * The channel is asked.
   *
   * @param running number of the running period
   */
  Payments requested(Payment payment, int running) {
    Optional<String> open = Optional.of(payment.paymentId());
    return payment.purpose() instanceof Purpose.Period || remembered(payment).isPresent()
        ? new Payments(open, aside)
        : new Payments(open, Optional.of(new Aside(payment.paymentId(), running)));
  }

  /** The payment has a final outcome. */
  Payments settled(Payment payment) {
    return new Payments(openId.filter(open -> !open.equals(payment.paymentId())), aside);
  }

  /**
   * Number of the period that a payment is told to be of.
   *
   * @param running number of the running period
   */
  int phaseNo(Payment payment, int running) {
    return switch (payment.purpose()) {
      case Purpose.Period period -> period.number();
      case Purpose.Change _, Purpose.Manual _ ->
          remembered(payment).map(Aside::period).orElse(running);
    };
  }

  private Optional<Aside> remembered(Payment payment) {
    return aside.filter(known -> known.paymentId().equals(payment.paymentId()));
  }
}
