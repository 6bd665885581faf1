package dev.recur.billing.topology;

import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.Few;
import dev.recur.billing.domain.LifecycleStatus;
import dev.recur.billing.domain.MethodsUsed;
import dev.recur.billing.domain.Money;
import dev.recur.billing.domain.PaidAttempt;
import dev.recur.billing.domain.Payment;
import dev.recur.billing.domain.PaymentMethod;
import dev.recur.billing.domain.Period;
import dev.recur.billing.domain.PeriodRule;
import dev.recur.billing.domain.PeriodUnit;
import dev.recur.billing.domain.Purpose;
import dev.recur.billing.domain.Refund;
import dev.recur.billing.domain.State;
import dev.recur.billing.domain.Trial;
import dev.recur.schemas.avro.MethodUsedState;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.RefundFacts;
import dev.recur.schemas.avro.RefundSourceState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The nouns of the topics as the domain's, and back. */
final class Nouns {
  private Nouns() {}

  static Money money(dev.recur.schemas.avro.Money money) {
    return new Money(money.getAmountMinor(), money.getCurrency());
  }

  static dev.recur.schemas.avro.Money money(Money money) {
    return new dev.recur.schemas.avro.Money(money.amountMinor(), money.currency());
  }

  static PaymentMethod method(dev.recur.schemas.avro.PaymentMethod method) {
    return new PaymentMethod(method.getType(), Optional.ofNullable(method.getId()));
  }

  static dev.recur.schemas.avro.PaymentMethod method(PaymentMethod method) {
    return new dev.recur.schemas.avro.PaymentMethod(method.type(), method.id().orElse(null));
  }

  static Trial trial(dev.recur.schemas.avro.Trial trial) {
    return new Trial(trial.getStartPeriod(), trial.getEndPeriod(), money(trial.getPrice()));
  }

  static dev.recur.schemas.avro.Trial trial(Trial trial) {
    return new dev.recur.schemas.avro.Trial(
        trial.startPeriod(), trial.endPeriod(), money(trial.price()));
  }

  /** Empty for a unit that this version does not know: the domain refuses it with its cure. */
  static Optional<PeriodUnit> unit(dev.recur.schemas.avro.PeriodUnit unit) {
    return switch (unit) {
      case DAY -> Optional.of(PeriodUnit.DAY);
      case WEEK -> Optional.of(PeriodUnit.WEEK);
      case MONTH -> Optional.of(PeriodUnit.MONTH);
      case YEAR -> Optional.of(PeriodUnit.YEAR);
      case UNKNOWN -> Optional.empty();
    };
  }

  static dev.recur.schemas.avro.PeriodUnit unit(PeriodUnit unit) {
    return switch (unit) {
      case DAY -> dev.recur.schemas.avro.PeriodUnit.DAY;
      case WEEK -> dev.recur.schemas.avro.PeriodUnit.WEEK;
      case MONTH -> dev.recur.schemas.avro.PeriodUnit.MONTH;
      case YEAR -> dev.recur.schemas.avro.PeriodUnit.YEAR;
    };
  }

  /** Empty for a unit that this version does not know. */
  static Optional<PeriodRule> rule(dev.recur.schemas.avro.PeriodRule rule) {
    return unit(rule.getUnit()).map(unit -> new PeriodRule(unit, rule.getCount()));
  }

  static dev.recur.schemas.avro.PeriodRule rule(PeriodRule rule) {
    return new dev.recur.schemas.avro.PeriodRule(unit(rule.unit()), rule.count());
  }

  static dev.recur.schemas.avro.LifecycleStatus status(State.Existing state) {
    return switch (LifecycleStatus.of(state)) {
      case INCOMPLETE -> dev.recur.schemas.avro.LifecycleStatus.INCOMPLETE;
      case TRIALING -> dev.recur.schemas.avro.LifecycleStatus.TRIALING;
      case ACTIVE -> dev.recur.schemas.avro.LifecycleStatus.ACTIVE;
      case PAYMENTDUE -> dev.recur.schemas.avro.LifecycleStatus.PAYMENTDUE;
      case PASTDUE -> dev.recur.schemas.avro.LifecycleStatus.PASTDUE;
      case PAUSED -> dev.recur.schemas.avro.LifecycleStatus.PAUSED;
      case CANCELED -> dev.recur.schemas.avro.LifecycleStatus.CANCELED;
      case ENDED -> dev.recur.schemas.avro.LifecycleStatus.ENDED;
    };
  }

  static ClockId clock(@Nullable String testClockId) {
    return testClockId == null ? ClockId.LIVE : new ClockId.Test(testClockId);
  }

  static Optional<String> testClockId(ClockId clock) {
    return switch (clock) {
      case ClockId.Live _ -> Optional.empty();
      case ClockId.Test test -> Optional.of(test.id());
    };
  }

  static dev.recur.schemas.avro.Purpose purpose(Purpose purpose) {
    return switch (purpose) {
      case Purpose.ForPeriod(int number) ->
          new dev.recur.schemas.avro.Purpose(PurposeKind.PERIOD, number, null);
      case Purpose.ForChange(String requestId) ->
          new dev.recur.schemas.avro.Purpose(PurposeKind.CHANGE, null, requestId);
      case Purpose.Manual(String requestId) ->
          new dev.recur.schemas.avro.Purpose(PurposeKind.MANUAL, null, requestId);
      case Purpose.ForRefund(String requestId) ->
          new dev.recur.schemas.avro.Purpose(PurposeKind.REFUND, null, requestId);
    };
  }

  static PaymentFacts payment(Payment payment) {
    return PaymentFacts.newBuilder()
        .setPaymentId(payment.paymentId())
        .setPurpose(purpose(payment.purpose()))
        .setAmount(money(payment.amount()))
        .setCreatedAt(payment.createdAt())
        .setPeriodStart(payment.period().start())
        .setPeriodEnd(payment.period().end())
        .setPeriod(payment.period().number())
        .build();
  }

  static Payment payment(PaymentFacts facts) {
    Purpose purpose = purpose(facts.getPurpose());
    // An earlier release named the period in the purpose only.
    int number =
        purpose instanceof Purpose.ForPeriod(int period)
            ? period
            : Objects.requireNonNull(facts.getPeriod());
    return new Payment(
        facts.getPaymentId(),
        purpose,
        money(facts.getAmount()),
        facts.getCreatedAt(),
        new Period(number, facts.getPeriodStart(), facts.getPeriodEnd()));
  }

  private static Purpose purpose(dev.recur.schemas.avro.Purpose purpose) {
    return switch (purpose.getKind()) {
      case PERIOD -> new Purpose.ForPeriod(Objects.requireNonNull(purpose.getPeriod()));
      case CHANGE -> new Purpose.ForChange(Objects.requireNonNull(purpose.getRequestId()));
      case MANUAL -> new Purpose.Manual(Objects.requireNonNull(purpose.getRequestId()));
      case REFUND -> new Purpose.ForRefund(Objects.requireNonNull(purpose.getRequestId()));
      case UNKNOWN -> throw new IllegalStateException("a purpose that this version does not know");
    };
  }

  static RefundFacts refund(Refund.Facts facts) {
    return RefundFacts.newBuilder()
        .setRefund(payment(facts.refund()))
        .setRefundedPaymentId(facts.refundedPaymentId())
        .setRefundedReference(facts.source().reference().orElse(null))
        .setPaidAmount(money(facts.paid()))
        .setRefundedMinor(facts.refundedMinor())
        .setNotificationUrl(facts.notificationUrl().orElse(null))
        .setByUpdate(facts.byUpdate())
        .build();
  }

  /**
   * @param source what the store keeps of the attempt whose money goes back; an earlier release
   *     kept nothing
   */
  static Refund.Facts refund(RefundFacts facts, @Nullable RefundSourceState source) {
    return new Refund.Facts(
        payment(facts.getRefund()),
        facts.getRefundedPaymentId(),
        new PaidAttempt(
            source == null ? 0 : source.getAttempt(),
            Optional.ofNullable(source).map(RefundSourceState::getMethod).map(Nouns::method),
            Optional.ofNullable(facts.getRefundedReference())),
        money(facts.getPaidAmount()),
        facts.getRefundedMinor(),
        Optional.ofNullable(facts.getNotificationUrl()),
        facts.getByUpdate());
  }

  static RefundSourceState source(Refund.Facts facts) {
    return new RefundSourceState(
        facts.source().number(), facts.source().method().map(Nouns::method).orElse(null));
  }

  static List<MethodUsedState> methods(MethodsUsed methods) {
    return Few.map(
        methods.changes(), from -> new MethodUsedState(from.attempt(), method(from.method())));
  }

  static MethodsUsed methods(List<MethodUsedState> stored) {
    return new MethodsUsed(
        Few.map(
            stored, from -> new MethodsUsed.From(from.getFromAttempt(), method(from.getMethod()))));
  }
}
