package dev.recur.billing.topology;

import dev.recur.billing.domain.Agenda;
import dev.recur.billing.domain.LifecycleStatus;
import dev.recur.billing.domain.Period;
import dev.recur.billing.domain.State;
import dev.recur.billing.domain.Terms;
import dev.recur.schemas.avro.PeriodSpan;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import java.time.Instant;
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
        .setLifecycleStatus(
            dev.recur.schemas.avro.LifecycleStatus.valueOf(LifecycleStatus.of(state).name()))
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
        .setTrials(terms.trials().stream().map(Nouns::trial).toList())
        .setPaymentMethod(Nouns.method(ChannelAsk.method(state)))
        .setExpiryTime(terms.expiryTime())
        .setCurrentPeriod(currentPeriod(state).map(Snapshots::span).orElse(null))
        .setNextChargeAt(Agenda.nextChargeAt(state).orElse(null))
        .setSandbox(terms.sandbox())
        .setTestClockId(Nouns.testClockId(terms.clock()).orElse(null))
        .build();
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
    int number =
        switch (state) {
          case State.Incomplete _ -> 0;
          case State.Live live -> live.progress().current();
          case State.Over over -> over.lastPeriod();
        };
    return number == 0
        ? Optional.empty()
        : Optional.of(state.head().terms().calendar().period(number));
  }

  private static PeriodSpan span(Period period) {
    return new PeriodSpan(period.number(), period.start(), period.end());
  }
}
