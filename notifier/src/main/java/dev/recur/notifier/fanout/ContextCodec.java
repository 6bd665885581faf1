package dev.recur.notifier.fanout;

import dev.recur.notifier.notice.Context;
import dev.recur.notifier.notice.PeriodUnit;
import dev.recur.notifier.notice.Situation;
import dev.recur.notifier.notice.Terms;
import dev.recur.notifier.notice.Trial;
import dev.recur.notifier.state.ContextState;
import dev.recur.notifier.state.TrialState;
import dev.recur.notifier.streams.StateCodec;
import java.time.ZoneId;
import java.util.Optional;

/** A context as it lies in the store. */
final class ContextCodec {

  private static final StateCodec<ContextState> CODEC =
      new StateCodec<>(ContextState.getEncoder(), ContextState.getDecoder());

  private ContextCodec() {}

  static byte[] encode(Context context) {
    Terms terms = context.terms();
    Situation situation = context.situation();
    return CODEC.encode(
        ContextState.newBuilder()
            .setSubscriptionId(context.subscriptionId())
            .setClientId(context.clientId())
            .setRequestId(terms.requestId())
            .setSubscriptionUrl(terms.subscriptionUrl())
            .setPaymentUrl(terms.paymentUrl())
            .setStartTime(terms.startTime())
            .setEndTime(terms.endTime().orElse(null))
            .setZone(terms.zone().getId())
            .setPeriodUnit(terms.periodUnit().name())
            .setPeriodCount(terms.periodCount())
            .setTrials(
                terms.trials().stream()
                    .map(trial -> new TrialState(trial.startPeriod(), trial.endPeriod()))
                    .toList())
            .setPhase(situation.phase().name())
            .setStanding(situation.standing().name())
            .setPeriod(situation.period())
            .setOpenPaymentId(situation.openPaymentId().orElse(null))
            .setPaymentMethodType(situation.paymentMethodType())
            .setServiceEnd(situation.serviceEnd().orElse(null))
            .setSequence(context.sequence())
            .setTold(context.told())
            .build());
  }

  static Context decode(byte[] bytes) {
    ContextState state = CODEC.decode(bytes);
    return new Context(
        state.getSubscriptionId(),
        state.getClientId(),
        new Terms(
            state.getRequestId(),
            state.getSubscriptionUrl(),
            state.getPaymentUrl(),
            state.getStartTime(),
            Optional.ofNullable(state.getEndTime()),
            ZoneId.of(state.getZone()),
            PeriodUnit.valueOf(state.getPeriodUnit()),
            state.getPeriodCount(),
            state.getTrials().stream()
                .map(trial -> new Trial(trial.getStartPeriod(), trial.getEndPeriod()))
                .toList()),
        new Situation(
            Situation.Phase.valueOf(state.getPhase()),
            Situation.Standing.valueOf(state.getStanding()),
            state.getPeriod(),
            Optional.ofNullable(state.getOpenPaymentId()),
            state.getPaymentMethodType(),
            Optional.ofNullable(state.getServiceEnd())),
        state.getSequence(),
        state.getTold());
  }
}
