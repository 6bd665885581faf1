package dev.recur.billing.topology;

import dev.recur.billing.domain.Agenda;
import dev.recur.billing.domain.Amendment;
import dev.recur.billing.domain.Calendar;
import dev.recur.billing.domain.Few;
import dev.recur.billing.domain.Pause;
import dev.recur.billing.domain.Period;
import dev.recur.billing.domain.State;
import dev.recur.billing.domain.Terms;
import dev.recur.schemas.avro.AwaitedUpdate;
import dev.recur.schemas.avro.PeriodSpan;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The public state of a subscription. */
final class Snapshots {
  private Snapshots() {}

  static SubscriptionSnapshot of(State.Existing state) {
    State.Head head = state.head();
    Terms terms = head.terms();
    return SubscriptionSnapshot.newBuilder()
        .setSubscriptionId(terms.subscriptionId())
        .setClientId(terms.clientId())
        .setSubscriptionRequestId(terms.requestId())
        .setSequence(head.sequence())
        .setAt(head.at())
        .setLifecycleStatus(Nouns.status(state))
        .setRenewalOff(renewalOff(state))
        .setParked(head.parked())
        .setDescription(terms.description())
        .setRedirectUrl(terms.redirectUrl())
        .setStartTime(terms.startTime())
        .setZone(terms.zone().getId())
        .setEndTime(terms.endTime().orElse(null))
        .setServiceEnd(serviceEnd(state).orElse(null))
        .setPeriodRule(Nouns.rule(terms.rule()))
        .setPaymentAmount(Nouns.money(terms.price()))
        .setTrials(Few.map(terms.trials(), Nouns::trial))
        .setPaymentMethod(Nouns.method(state.method()))
        .setExpiryTime(terms.expiryTime())
        .setCurrentPeriod(currentPeriod(state).map(Snapshots::span).orElse(null))
        .setNextChargeAt(Agenda.nextChargeAt(state).orElse(null))
        .setSandbox(terms.sandbox())
        .setTestClockId(Nouns.testClockId(terms.clock()).orElse(null))
        .setOrigin(TermsMapping.origin(terms.provenance().origin()))
        .setCollection(TermsMapping.collection(terms.billing()))
        .setFirstBilling(TermsMapping.firstBilling(terms.billing()))
        .setCycleCount(terms.billing().cycleCount().orElse(null))
        .setMethodProfile(TermsMapping.profile(terms.methods().profile()))
        .setMethodChoices(terms.methods().choices())
        .setOrderAmount(terms.orderAmount().map(Nouns::money).orElse(null))
        .setSettlementCurrency(terms.settlementCurrency().orElse(null))
        .setRelatedSubscriptionId(terms.provenance().relatedSubscriptionId().orElse(null))
        .setReplacedBySubscriptionId(replacedBy(state).orElse(null))
        .setResumeTime(resumeTime(state).orElse(null))
        .setAwaitedUpdate(awaitedUpdate(state).orElse(null))
        .setHeldPeriods(heldPeriods(state))
        .build();
  }

  private static Optional<String> replacedBy(State.Existing state) {
    return state instanceof State.Over over ? over.replacedBy() : Optional.empty();
  }

  private static Optional<Instant> resumeTime(State.Existing state) {
    return state instanceof State.Live live
        ? live.pause().flatMap(Pause::resumeTime)
        : Optional.empty();
  }

  private static List<Integer> heldPeriods(State.Existing state) {
    return state instanceof State.Live live
        ? Few.map(live.dues().held(), missed -> missed.period().number())
        : List.of();
  }

  private static Optional<AwaitedUpdate> awaitedUpdate(State.Existing state) {
    if (!(state instanceof State.Live live)) {
      return Optional.empty();
    }
    return Few.first(live.schedule().amendments(), Amendment::awaited)
        .map(
            amendment ->
                AwaitedUpdate.newBuilder()
                    .setFromPeriod(amendment.fromPeriod())
                    .setTakesEffectAt(live.schedule().startOf(amendment.fromPeriod()))
                    .setDescription(amendment.description().orElse(null))
                    .setPaymentAmount(amendment.price().map(Nouns::money).orElse(null))
                    .setPeriodRule(
                        amendment.calendar().map(Calendar::rule).map(Nouns::rule).orElse(null))
                    .build());
  }

  private static boolean renewalOff(State.Existing state) {
    return switch (state) {
      case State.Incomplete _ -> false;
      case State.Live live -> live.renewal() == State.Renewal.OFF;
      case State.Over _ -> true;
    };
  }

  private static Optional<Instant> serviceEnd(State.Existing state) {
    return switch (state) {
      case State.Incomplete _ -> Optional.empty();
      case State.Live live -> live.serviceEnd();
      case State.Over over -> Optional.of(over.serviceEnd());
    };
  }

  private static Optional<Period> currentPeriod(State.Existing state) {
    return switch (state) {
      case State.Incomplete _ -> Optional.empty();
      case State.Live live -> live.currentPeriod();
      case State.Over over -> over.lastPeriod();
    };
  }

  private static PeriodSpan span(Period period) {
    return new PeriodSpan(period.number(), period.start(), period.end());
  }
}
