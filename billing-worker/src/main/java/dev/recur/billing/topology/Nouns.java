package dev.recur.billing.topology;

import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.Money;
import dev.recur.billing.domain.Payment;
import dev.recur.billing.domain.PaymentMethod;
import dev.recur.billing.domain.Period;
import dev.recur.billing.domain.PeriodUnit;
import dev.recur.billing.domain.Policies;
import dev.recur.billing.domain.Purpose;
import dev.recur.billing.domain.Terms;
import dev.recur.billing.domain.Trial;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PeriodRule;
import dev.recur.schemas.avro.PurposeKind;
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

  static PeriodRule rule(dev.recur.billing.domain.PeriodRule rule) {
    var unit =
        switch (rule.unit()) {
          case DAY -> dev.recur.schemas.avro.PeriodUnit.DAY;
          case WEEK -> dev.recur.schemas.avro.PeriodUnit.WEEK;
          case MONTH -> dev.recur.schemas.avro.PeriodUnit.MONTH;
          case YEAR -> dev.recur.schemas.avro.PeriodUnit.YEAR;
        };
    return new PeriodRule(unit, rule.count());
  }

  static Policies policies(dev.recur.schemas.avro.Policies policies) {
    return new Policies(
        policies.getChargeLeadMinutes(), policies.getRetryDays(), policies.getChargesPerDayMax());
  }

  static dev.recur.schemas.avro.Policies policies(Policies policies) {
    return dev.recur.schemas.avro.Policies.newBuilder()
        .setChargeLeadMinutes(policies.chargeLeadMinutes())
        .setRetryDays(policies.retryDays())
        .setChargesPerDayMax(policies.chargesPerDayMax())
        .build();
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
      case Purpose.ForPeriod period ->
          new dev.recur.schemas.avro.Purpose(PurposeKind.PERIOD, period.number(), null);
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
        .build();
  }

  static Payment payment(PaymentFacts facts) {
    int number = facts.getPurpose().getPeriod();
    return new Payment(
        facts.getPaymentId(),
        new Purpose.ForPeriod(number),
        money(facts.getAmount()),
        facts.getCreatedAt(),
        new Period(number, facts.getPeriodStart(), facts.getPeriodEnd()));
  }

  /** Terms as the ledger and the state keep them: with every default filled in. */
  static CreateSubscription terms(Terms terms) {
    return CreateSubscription.newBuilder()
        .setSubscriptionRequestId(terms.requestId())
        .setDescription(terms.description())
        .setRedirectUrl(terms.redirectUrl())
        .setStartTime(terms.startTime())
        .setZone(terms.zone().getId())
        .setEndTime(terms.endTime().orElse(null))
        .setPeriodRule(rule(terms.rule()))
        .setExpiryTime(terms.expiryTime())
        .setPaymentMethod(method(terms.method()))
        .setSubscriptionNotificationUrl(terms.subscriptionNotificationUrl())
        .setPaymentNotificationUrl(terms.paymentNotificationUrl().orElse(null))
        .setPaymentAmount(money(terms.price()))
        .setTrials(terms.trials().stream().map(Nouns::trial).toList())
        .setOrderAmount(terms.orderAmount().map(Nouns::money).orElse(null))
        .setSettlementCurrency(terms.settlementCurrency().orElse(null))
        .setSandbox(terms.sandbox())
        .setTestClockId(testClockId(terms.clock()).orElse(null))
        .setPolicies(policies(terms.policies()))
        .build();
  }
}
