package dev.recur.service.mapping;

import dev.recur.schemas.avro.Money;
import dev.recur.service.terms.Amount;
import dev.recur.service.terms.Billing;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.PaymentMethod;
import dev.recur.service.terms.PeriodRule;
import dev.recur.service.terms.PeriodUnit;
import dev.recur.service.terms.Policies;
import dev.recur.service.terms.Trial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nouns that several topics share. */
public final class TermsMapping {

  private TermsMapping() {}

  /** The rules in force where nobody says otherwise: the schema's own defaults. */
  public static Policies defaultPolicies() {
    return of(dev.recur.schemas.avro.Policies.newBuilder().build());
  }

  static Policies of(dev.recur.schemas.avro.Policies policies) {
    return new Policies(
        policies.getChargeLeadMinutes(),
        policies.getRetryDays(),
        policies.getChargesPerDayMax(),
        switch (policies.getFinalAct()) {
          case KEEP -> Policies.FinalAct.KEEP;
          case CANCEL -> Policies.FinalAct.CANCEL;
          case PAUSE -> Policies.FinalAct.PAUSE;
          case UNKNOWN -> throw unknown("final act");
        },
        policies.getGraceDays(),
        switch (policies.getCatchUp()) {
          case EACH -> Policies.CatchUp.EACH;
          case CURRENT -> Policies.CatchUp.CURRENT;
          case HOLD -> Policies.CatchUp.HOLD;
          case UNKNOWN -> throw unknown("catch-up policy");
        },
        policies.getCatchUpPeriodsMax(),
        policies.getTrialNoticeDays(),
        policies.getRenewalNoticeDays());
  }

  static dev.recur.schemas.avro.Policies of(Policies policies) {
    return dev.recur.schemas.avro.Policies.newBuilder()
        .setChargeLeadMinutes(policies.chargeLeadMinutes())
        .setRetryDays(policies.retryDays())
        .setChargesPerDayMax(policies.chargesPerDayMax())
        .setFinalAct(
            switch (policies.finalAct()) {
              case KEEP -> dev.recur.schemas.avro.FinalAct.KEEP;
              case CANCEL -> dev.recur.schemas.avro.FinalAct.CANCEL;
              case PAUSE -> dev.recur.schemas.avro.FinalAct.PAUSE;
            })
        .setGraceDays(policies.graceDays())
        .setCatchUp(
            switch (policies.catchUp()) {
              case EACH -> dev.recur.schemas.avro.CatchUp.EACH;
              case CURRENT -> dev.recur.schemas.avro.CatchUp.CURRENT;
              case HOLD -> dev.recur.schemas.avro.CatchUp.HOLD;
            })
        .setCatchUpPeriodsMax(policies.catchUpPeriodsMax())
        .setTrialNoticeDays(policies.trialNoticeDays())
        .setRenewalNoticeDays(policies.renewalNoticeDays())
        .build();
  }

  static MethodProfile of(dev.recur.schemas.avro.MethodProfile profile) {
    return switch (profile) {
      case AMS -> MethodProfile.AMS;
      case ONERWAY -> MethodProfile.ONERWAY;
      case UNKNOWN -> throw unknown("method profile");
    };
  }

  static dev.recur.schemas.avro.MethodProfile of(MethodProfile profile) {
    return switch (profile) {
      case AMS -> dev.recur.schemas.avro.MethodProfile.AMS;
      case ONERWAY -> dev.recur.schemas.avro.MethodProfile.ONERWAY;
    };
  }

  static Amount of(Money money) {
    return new Amount(money.getAmountMinor(), money.getCurrency());
  }

  static @Nullable Amount optional(@Nullable Money money) {
    return money == null ? null : of(money);
  }

  static @Nullable Money of(@Nullable Amount amount) {
    return amount == null ? null : new Money(amount.minor(), amount.currency());
  }

  static PeriodRule of(dev.recur.schemas.avro.PeriodRule rule) {
    return new PeriodRule(
        switch (rule.getUnit()) {
          case DAY -> PeriodUnit.DAY;
          case WEEK -> PeriodUnit.WEEK;
          case MONTH -> PeriodUnit.MONTH;
          case YEAR -> PeriodUnit.YEAR;
          case UNKNOWN -> throw unknown("period unit");
        },
        rule.getCount());
  }

  static @Nullable PeriodRule optional(dev.recur.schemas.avro.@Nullable PeriodRule rule) {
    return rule == null ? null : of(rule);
  }

  static dev.recur.schemas.avro.@Nullable PeriodRule optional(@Nullable PeriodRule rule) {
    return rule == null ? null : of(rule);
  }

  static dev.recur.schemas.avro.PeriodRule of(PeriodRule rule) {
    return new dev.recur.schemas.avro.PeriodRule(
        switch (rule.unit()) {
          case DAY -> dev.recur.schemas.avro.PeriodUnit.DAY;
          case WEEK -> dev.recur.schemas.avro.PeriodUnit.WEEK;
          case MONTH -> dev.recur.schemas.avro.PeriodUnit.MONTH;
          case YEAR -> dev.recur.schemas.avro.PeriodUnit.YEAR;
        },
        rule.count());
  }

  static PaymentMethod of(dev.recur.schemas.avro.PaymentMethod method) {
    return new PaymentMethod(method.getType(), method.getId());
  }

  static dev.recur.schemas.avro.PaymentMethod of(PaymentMethod method) {
    return new dev.recur.schemas.avro.PaymentMethod(method.type(), method.id());
  }

  static List<Trial> trials(List<dev.recur.schemas.avro.Trial> trials) {
    return trials.stream()
        .map(t -> new Trial(t.getStartPeriod(), t.getEndPeriod(), of(t.getPrice())))
        .toList();
  }

  static List<dev.recur.schemas.avro.Trial> avroTrials(List<Trial> trials) {
    return trials.stream()
        .map(t -> new dev.recur.schemas.avro.Trial(t.startPeriod(), t.endPeriod(), of(t.price())))
        .toList();
  }

  static Billing billing(
      dev.recur.schemas.avro.CollectionMode collection,
      dev.recur.schemas.avro.FirstBilling firstBilling,
      @Nullable Integer cycleCount) {
    return new Billing(
        switch (collection) {
          case MANAGED -> Billing.CollectionMode.MANAGED;
          case SELF_MANAGED -> Billing.CollectionMode.SELF_MANAGED;
          case UNKNOWN -> throw unknown("collection mode");
        },
        switch (firstBilling) {
          case SIGN_AND_BILL -> Billing.FirstBilling.SIGN_AND_BILL;
          case SIGN_ONLY -> Billing.FirstBilling.SIGN_ONLY;
          case UNKNOWN -> throw unknown("first billing");
        },
        cycleCount);
  }

  /** The writer knows something this program does not: it must not be passed over. */
  static IllegalStateException unknown(String what) {
    return new IllegalStateException(
        "A record has a " + what + " that this version does not know: roll out readers first.");
  }
}
