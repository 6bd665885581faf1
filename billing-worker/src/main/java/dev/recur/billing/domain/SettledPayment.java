package dev.recur.billing.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A payment with a final outcome.
 *
 * @param payment the payment
 * @param succeeded whether it was paid
 * @param reference the channel's own id for it
 * @param succeededAttempts attempts that succeeded; more than one is a surplus
 * @param refundedMinor what of it has gone back or is on its way, in minor units
 * @param refund set when the payment is a refund
 * @param code why it failed, where it did
 */
public record SettledPayment(
    Payment payment,
    boolean succeeded,
    Optional<String> reference,
    List<Integer> succeededAttempts,
    long refundedMinor,
    Optional<Refund.Facts> refund,
    Optional<String> code) {

  public SettledPayment {
    succeededAttempts = List.copyOf(succeededAttempts);
  }

  /** What can still go back, in minor units. */
  long refundableMinor() {
    return succeeded ? payment.amount().amountMinor() - refundedMinor : 0;
  }

  /** Payments whose outcome an event touches, as they are after it. */
  public static List<SettledPayment> after(Event event, Lookup before) {
    return switch (event) {
      case Event.PaymentEvent payment -> after(payment, before);
      case Event.RefundEvent refund -> after(refund, before);
      case Event.LifeEvent _ -> List.of();
    };
  }

  private static List<SettledPayment> after(Event.PaymentEvent event, Lookup before) {
    return switch (event) {
      case Event.PeriodWaived e -> List.of(paid(e.payment(), List.of(), Optional.empty(), before));
      case Event.ChargeSucceeded e ->
          List.of(paid(e.payment(), List.of(e.attempt()), e.reference(), before));
      case Event.ChargeSurplus e ->
          List.of(paid(e.payment(), List.of(e.attempt()), Optional.empty(), before));
      case Event.PaymentFailed e -> List.of(failed(e.payment(), e.code()));
      case Event.ChargeRequested _,
          Event.ChargeDeclined _,
          Event.ChargeUnresolved _,
          Event.InquiryRequested _,
          Event.ChargePresentedAgain _,
          Event.CatchUpDecided _ ->
          List.of();
    };
  }

  private static List<SettledPayment> after(Event.RefundEvent event, Lookup before) {
    return switch (event) {
      case Event.RefundRequested e -> List.of(refunded(e.facts(), before));
      case Event.RefundSucceeded e ->
          List.of(refunded(e.facts(), before), refund(e.facts(), e.reference(), Optional.empty()));
      case Event.RefundFailed e ->
          List.of(
              refunded(e.facts(), before),
              refund(e.facts(), Optional.empty(), Optional.of(e.code())));
      case Event.RefundUnresolved _, Event.RefundInquiryRequested _, Event.RefundPresentedAgain _ ->
          List.of();
    };
  }

  /** Payments as they were before an event. */
  @FunctionalInterface
  public interface Lookup {
    /** The payment, if it had a final outcome. */
    Optional<SettledPayment> find(String paymentId);
  }

  private static SettledPayment paid(
      Payment payment, List<Integer> attempts, Optional<String> reference, Lookup before) {
    Optional<SettledPayment> known = before.find(payment.paymentId());
    List<Integer> all =
        new ArrayList<>(known.map(SettledPayment::succeededAttempts).orElse(List.of()));
    all.addAll(attempts);
    return new SettledPayment(
        payment,
        true,
        known.flatMap(SettledPayment::reference).or(() -> reference),
        all,
        known.map(SettledPayment::refundedMinor).orElse(0L),
        Optional.empty(),
        Optional.empty());
  }

  private static SettledPayment failed(Payment payment, String code) {
    return new SettledPayment(
        payment, false, Optional.empty(), List.of(), 0, Optional.empty(), Optional.of(code));
  }

  private static SettledPayment refund(
      Refund.Facts facts, Optional<String> reference, Optional<String> code) {
    boolean succeeded = code.isEmpty();
    return new SettledPayment(
        facts.refund(),
        succeeded,
        reference,
        succeeded ? List.of(1) : List.of(),
        0,
        Optional.of(facts),
        code);
  }

  private static SettledPayment refunded(Refund.Facts facts, Lookup before) {
    SettledPayment paid =
        before
            .find(facts.refundedPaymentId())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "a refund of " + facts.refundedPaymentId() + ", which was never paid"));
    return new SettledPayment(
        paid.payment,
        paid.succeeded,
        paid.reference,
        paid.succeededAttempts,
        facts.refundedMinor(),
        paid.refund,
        paid.code);
  }
}
