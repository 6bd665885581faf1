package dev.recur.billing.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A payment with a final outcome.
 *
 * @param payment the payment
 * @param succeeded whether it was paid, or free
 * @param successes the attempts that paid it, the one that counts first; all others are a surplus
 * @param methods which method each attempt used
 * @param refund set when the payment is a refund
 * @param code why it failed, where it did
 */
public record SettledPayment(
    Payment payment,
    boolean succeeded,
    List<Success> successes,
    MethodsUsed methods,
    Optional<Refund.Facts> refund,
    Optional<String> code) {

  public SettledPayment {
    successes = List.copyOf(successes);
  }

  /**
   * One amount that was paid.
   *
   * @param attempt the attempt that moved it
   * @param refundedMinor what of it has gone back or is on its way, in minor units
   */
  public record Success(PaidAttempt attempt, long refundedMinor) {}

  /** What of the payment has gone back or is on its way, in minor units. */
  public long refundedMinor() {
    return successes.stream().mapToLong(Success::refundedMinor).sum();
  }

  /**
   * Its successes in the order in which they are given back: a surplus first, because the buyer
   * owed the other.
   */
  List<Success> surplusFirst() {
    return Stream.concat(successes.stream().skip(1), successes.stream().limit(1)).toList();
  }

  /** What can still go back of one of its successes, in minor units; negative: too much has. */
  long leftMinor(Success success) {
    return payment.amount().amountMinor() - success.refundedMinor();
  }

  /** True when a success of this attempt is known, or which attempts succeeded is not. */
  boolean knowsSuccessOf(int attempt) {
    return successes.isEmpty()
        || successes.stream()
            .map(success -> success.attempt().number())
            .anyMatch(number -> number == attempt || number == 0);
  }

  /** True when it is known which attempts paid it, and all of them came before this one. */
  boolean isPaidBefore(int attempt) {
    return !successes.isEmpty()
        && successes.stream()
            .map(success -> success.attempt().number())
            .allMatch(number -> number > 0 && number < attempt);
  }

  /** Payments whose outcome an event touches, as they are after it. */
  public static List<SettledPayment> after(Event event, Before before) {
    return switch (event) {
      case Event.PaymentEvent payment -> after(payment, before);
      case Event.RefundEvent refund -> after(refund, before);
      case Event.LifeEvent _ -> List.of();
    };
  }

  private static List<SettledPayment> after(Event.PaymentEvent event, Before before) {
    return switch (event) {
      case Event.PeriodWaived e -> List.of(paid(e.payment(), Optional.empty(), before));
      case Event.ChargeSucceeded e ->
          List.of(paid(e.payment(), paidBy(e.attempt(), e.method(), e.reference()), before));
      case Event.ChargeSurplus e ->
          List.of(paid(e.payment(), paidBy(e.attempt(), e.method(), e.reference()), before));
      case Event.PaymentFailed e ->
          List.of(
              new SettledPayment(
                  e.payment(),
                  false,
                  List.of(),
                  before.methods(e.payment().paymentId()),
                  Optional.empty(),
                  Optional.of(e.code())));
      case Event.ChargeRequested _,
          Event.ChargeDeclined _,
          Event.ChargeUnresolved _,
          Event.InquiryRequested _,
          Event.ChargePresentedAgain _,
          Event.CatchUpDecided _ ->
          List.of();
    };
  }

  private static List<SettledPayment> after(Event.RefundEvent event, Before before) {
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

  /**
   * What was known before a decision.
   *
   * @param state the subscription
   * @param settled finds a payment by its id, if it had a final outcome
   */
  public record Before(State state, Function<String, Optional<SettledPayment>> settled) {
    Optional<SettledPayment> find(String paymentId) {
      return settled.apply(paymentId);
    }

    /** Which methods were used for a payment, settled or not. */
    MethodsUsed methods(String paymentId) {
      Optional<MethodsUsed> open =
          state instanceof State.Existing existing
              ? existing
                  .collection()
                  .filter(c -> c.payment().paymentId().equals(paymentId))
                  .map(Collection::methods)
              : Optional.empty();
      return open.or(() -> find(paymentId).map(SettledPayment::methods)).orElse(MethodsUsed.NONE);
    }
  }

  private static Optional<PaidAttempt> paidBy(
      int attempt, PaymentMethod method, Optional<String> reference) {
    return Optional.of(new PaidAttempt(attempt, Optional.of(method), reference));
  }

  private static SettledPayment paid(Payment payment, Optional<PaidAttempt> by, Before before) {
    List<Success> known =
        before.find(payment.paymentId()).map(SettledPayment::successes).orElse(List.of());
    return new SettledPayment(
        payment,
        true,
        Stream.concat(known.stream(), by.stream().map(attempt -> new Success(attempt, 0))).toList(),
        before.methods(payment.paymentId()),
        Optional.empty(),
        Optional.empty());
  }

  private static SettledPayment refund(
      Refund.Facts facts, Optional<String> reference, Optional<String> code) {
    return new SettledPayment(
        facts.refund(),
        code.isEmpty(),
        code.isEmpty()
            ? List.of(new Success(new PaidAttempt(1, facts.source().method(), reference), 0))
            : List.of(),
        MethodsUsed.NONE,
        Optional.of(facts),
        code);
  }

  private static SettledPayment refunded(Refund.Facts facts, Before before) {
    SettledPayment paid =
        before
            .find(facts.refundedPaymentId())
            .filter(known -> !known.successes.isEmpty())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "a refund of " + facts.refundedPaymentId() + ", which was never paid"));
    long change = facts.refundedMinor() - paid.refundedMinor();
    List<Success> successes = new ArrayList<>(paid.successes);
    int source = paid.indexOf(facts.source());
    Success from = successes.get(source);
    successes.set(source, new Success(from.attempt(), from.refundedMinor() + change));
    return new SettledPayment(
        paid.payment, paid.succeeded, successes, paid.methods, paid.refund, paid.code);
  }

  /** The same of the one that a refund goes against. */
  long leftMinor(PaidAttempt source) {
    return leftMinor(successes.get(indexOf(source)));
  }

  /** An earlier release did not keep which success a refund goes against: then it is the first. */
  private int indexOf(PaidAttempt source) {
    for (int i = 0; i < successes.size(); i++) {
      if (successes.get(i).attempt().number() == source.number()) {
        return i;
      }
    }
    return 0;
  }
}
