package dev.recur.billing.topology;

import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.CreateRequest;
import dev.recur.billing.domain.Few;
import dev.recur.billing.domain.Policies;
import dev.recur.billing.domain.Terms;
import dev.recur.schemas.avro.CatchUp;
import dev.recur.schemas.avro.CollectionMode;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.FinalAct;
import dev.recur.schemas.avro.FirstBilling;
import dev.recur.schemas.avro.MethodProfile;
import dev.recur.schemas.avro.SubscriptionOrigin;
import dev.recur.schemas.id.Origin;
import dev.recur.schemas.method.Profile;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Predicate;

/** Terms as the topics and the store have them, and back. */
final class TermsMapping {
  private TermsMapping() {}

  /** Terms with every default filled in. */
  static CreateSubscription avro(Terms terms) {
    return CreateSubscription.newBuilder()
        .setSubscriptionRequestId(terms.requestId())
        .setDescription(terms.description())
        .setRedirectUrl(terms.redirectUrl())
        .setStartTime(terms.startTime())
        .setZone(terms.zone().getId())
        .setEndTime(terms.endTime().orElse(null))
        .setPeriodRule(Nouns.rule(terms.rule()))
        .setExpiryTime(terms.expiryTime())
        .setPaymentMethod(Nouns.method(terms.method()))
        .setSubscriptionNotificationUrl(terms.subscriptionNotificationUrl())
        .setPaymentNotificationUrl(terms.paymentNotificationUrl().orElse(null))
        .setPaymentAmount(Nouns.money(terms.price()))
        .setTrials(Few.map(terms.trials(), Nouns::trial))
        .setOrderAmount(terms.orderAmount().map(Nouns::money).orElse(null))
        .setSettlementCurrency(terms.settlementCurrency().orElse(null))
        .setSandbox(terms.sandbox())
        .setTestClockId(Nouns.testClockId(terms.clock()).orElse(null))
        .setPolicies(policies(terms.policies()))
        .setOrigin(origin(terms.provenance().origin()))
        .setCollection(collection(terms.billing()))
        .setFirstBilling(firstBilling(terms.billing()))
        .setCycleCount(terms.billing().cycleCount().orElse(null))
        .setMethodProfile(profile(terms.methods().profile()))
        .setMethodChoices(terms.methods().choices())
        .setAuthorised(terms.provenance().authorised())
        .setInitialAmount(terms.initialAmount().map(Nouns::money).orElse(null))
        .setRelatedSubscriptionId(terms.provenance().relatedSubscriptionId().orElse(null))
        .setNotifiesBuyer(terms.provenance().notifiesBuyer())
        .build();
  }

  /** Terms that were written by {@link #avro}, now or by an earlier release. */
  static Terms terms(String subscriptionId, String clientId, CreateSubscription terms) {
    return new Terms(
        subscriptionId,
        clientId,
        terms.getSubscriptionRequestId(),
        terms.getDescription(),
        terms.getRedirectUrl(),
        terms.getStartTime(),
        ZoneId.of(terms.getZone()),
        Optional.ofNullable(terms.getEndTime()),
        Nouns.rule(terms.getPeriodRule()).orElseThrow(),
        Optional.ofNullable(terms.getExpiryTime()).orElseThrow(),
        Nouns.method(terms.getPaymentMethod()),
        terms.getSubscriptionNotificationUrl(),
        Optional.ofNullable(terms.getPaymentNotificationUrl()),
        Nouns.money(terms.getPaymentAmount()),
        Few.map(terms.getTrials(), Nouns::trial),
        Optional.ofNullable(terms.getOrderAmount()).map(Nouns::money),
        Optional.ofNullable(terms.getSettlementCurrency()),
        terms.getSandbox(),
        Nouns.clock(terms.getTestClockId()),
        policies(terms.getPolicies()).orElseThrow(),
        billing(terms).orElseThrow(),
        methods(terms).orElseThrow(),
        provenance(terms).orElseThrow(),
        Optional.ofNullable(terms.getInitialAmount()).map(Nouns::money));
  }

  /**
   * What somebody asks for; empty when an enum has a symbol that this version does not know.
   *
   * @param clockExists whether a test clock is known
   */
  static Optional<CreateRequest> request(
      String subscriptionId, CreateSubscription create, Predicate<ClockId.Test> clockExists) {
    ClockId clock = Nouns.clock(create.getTestClockId());
    boolean known = !(clock instanceof ClockId.Test test) || clockExists.test(test);
    Optional<Policies> policies = policies(create.getPolicies());
    Optional<Terms.Billing> billing = billing(create);
    Optional<Terms.MethodRules> methods = methods(create);
    Optional<Terms.Provenance> provenance = provenance(create);
    if (policies.isEmpty() || billing.isEmpty() || methods.isEmpty() || provenance.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new CreateRequest(
            subscriptionId,
            create.getSubscriptionRequestId(),
            create.getDescription(),
            create.getRedirectUrl(),
            create.getStartTime(),
            create.getZone(),
            Optional.ofNullable(create.getEndTime()),
            Nouns.unit(create.getPeriodRule().getUnit()),
            create.getPeriodRule().getCount(),
            Optional.ofNullable(create.getExpiryTime()),
            Nouns.method(create.getPaymentMethod()),
            create.getSubscriptionNotificationUrl(),
            Optional.ofNullable(create.getPaymentNotificationUrl()),
            Nouns.money(create.getPaymentAmount()),
            Few.map(create.getTrials(), Nouns::trial),
            Optional.ofNullable(create.getOrderAmount()).map(Nouns::money),
            Optional.ofNullable(create.getSettlementCurrency()),
            create.getSandbox(),
            clock,
            known,
            policies.get(),
            billing.get(),
            methods.get(),
            provenance.get(),
            Optional.ofNullable(create.getInitialAmount()).map(Nouns::money)));
  }

  /** Empty for an origin that this version does not know. */
  static Optional<Origin> origin(SubscriptionOrigin origin) {
    return switch (origin) {
      case CREATE -> Optional.of(Origin.CREATE);
      case PAY -> Optional.of(Origin.PAY);
      case CHANGE -> Optional.of(Origin.CHANGE);
      case UNKNOWN -> Optional.empty();
    };
  }

  static SubscriptionOrigin origin(Origin origin) {
    return switch (origin) {
      case CREATE -> SubscriptionOrigin.CREATE;
      case PAY -> SubscriptionOrigin.PAY;
      case CHANGE -> SubscriptionOrigin.CHANGE;
    };
  }

  static CollectionMode collection(Terms.Billing billing) {
    return billing.managed() ? CollectionMode.MANAGED : CollectionMode.SELF_MANAGED;
  }

  static FirstBilling firstBilling(Terms.Billing billing) {
    return billing.signOnly() ? FirstBilling.SIGN_ONLY : FirstBilling.SIGN_AND_BILL;
  }

  static MethodProfile profile(Profile profile) {
    return switch (profile) {
      case AMS -> MethodProfile.AMS;
      case ONERWAY -> MethodProfile.ONERWAY;
    };
  }

  private static Optional<Terms.Billing> billing(CreateSubscription terms) {
    if (terms.getCollection() == CollectionMode.UNKNOWN
        || terms.getFirstBilling() == FirstBilling.UNKNOWN) {
      return Optional.empty();
    }
    boolean managed = terms.getCollection() == CollectionMode.MANAGED;
    boolean signOnly =
        terms.getFirstBilling() == null
            ? !managed
            : terms.getFirstBilling() == FirstBilling.SIGN_ONLY;
    return Optional.of(
        new Terms.Billing(managed, signOnly, Optional.ofNullable(terms.getCycleCount())));
  }

  private static Optional<Terms.MethodRules> methods(CreateSubscription terms) {
    return switch (terms.getMethodProfile()) {
      case AMS -> Optional.of(new Terms.MethodRules(Profile.AMS, terms.getMethodChoices()));
      case ONERWAY -> Optional.of(new Terms.MethodRules(Profile.ONERWAY, terms.getMethodChoices()));
      case UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<Terms.Provenance> provenance(CreateSubscription terms) {
    return origin(terms.getOrigin())
        .map(
            origin ->
                new Terms.Provenance(
                    origin,
                    terms.getAuthorised(),
                    Optional.ofNullable(terms.getRelatedSubscriptionId()),
                    terms.getNotifiesBuyer()));
  }

  /** Empty for a policy that this version does not know. */
  static Optional<Policies> policies(dev.recur.schemas.avro.Policies policies) {
    if (policies.getFinalAct() == FinalAct.UNKNOWN || policies.getCatchUp() == CatchUp.UNKNOWN) {
      return Optional.empty();
    }
    return Optional.of(
        new Policies(
            policies.getChargeLeadMinutes(),
            policies.getRetryDays(),
            policies.getChargesPerDayMax(),
            Policies.FinalAct.valueOf(policies.getFinalAct().name()),
            policies.getGraceDays(),
            Policies.CatchUp.valueOf(policies.getCatchUp().name()),
            policies.getCatchUpPeriodsMax(),
            policies.getTrialNoticeDays(),
            policies.getRenewalNoticeDays()));
  }

  static dev.recur.schemas.avro.Policies policies(Policies policies) {
    return dev.recur.schemas.avro.Policies.newBuilder()
        .setChargeLeadMinutes(policies.chargeLeadMinutes())
        .setRetryDays(policies.retryDays())
        .setChargesPerDayMax(policies.chargesPerDayMax())
        .setFinalAct(FinalAct.valueOf(policies.finalAct().name()))
        .setGraceDays(policies.graceDays())
        .setCatchUp(CatchUp.valueOf(policies.catchUp().name()))
        .setCatchUpPeriodsMax(policies.catchUpPeriodsMax())
        .setTrialNoticeDays(policies.trialNoticeDays())
        .setRenewalNoticeDays(policies.renewalNoticeDays())
        .build();
  }
}
