package dev.recur.notifier.fanout;

import dev.recur.notifier.notice.Birth;
import dev.recur.notifier.notice.Context;
import dev.recur.notifier.notice.ContractUrls;
import dev.recur.notifier.notice.Method;
import dev.recur.notifier.notice.Money;
import dev.recur.notifier.notice.Origin;
import dev.recur.notifier.notice.PeriodRule;
import dev.recur.notifier.notice.PeriodUnit;
import dev.recur.notifier.notice.Situation;
import dev.recur.notifier.notice.Terms;
import dev.recur.notifier.state.ContextState;
import dev.recur.notifier.streams.LaterReleaseException;
import dev.recur.notifier.streams.StateCodec;
import dev.recur.notifier.streams.StateHistory;
import dev.recur.notifier.streams.UnreadableStateException;
import java.time.ZoneId;
import java.util.Optional;

/** A context as it lies in the store, also as earlier versions wrote it. */
final class ContextCodec {

  private static final StateCodec<ContextState> CODEC =
      new StateCodec<>(ContextState.class, StateHistory.CONTEXT);

  private ContextCodec() {}

  static byte[] encode(Context context) {
    Terms terms = context.terms();
    Situation situation = context.situation();
    return CODEC.encode(
        ContextState.newBuilder()
            .setSubscriptionId(context.subscriptionId())
            .setClientId(context.clientId())
            .setOrigin(terms.birth().origin().name())
            .setRequestId(terms.birth().requestId())
            .setRelatedSubscriptionId(terms.birth().relatedSubscriptionId().orElse(null))
            .setSubscriptionUrl(terms.urls().subscriptionUrl())
            .setPaymentUrl(terms.urls().paymentUrl())
            .setStartTime(terms.startTime())
            .setEndTime(terms.endTime().orElse(null))
            .setZone(terms.zone().getId())
            .setPeriodUnit(terms.periodRule().unit().name())
            .setPeriodCount(terms.periodRule().count())
            .setDescription(terms.description().orElse(null))
            .setPriceMinor(terms.price().map(Money::amountMinor).orElse(null))
            .setPriceCurrency(terms.price().map(Money::currency).orElse(null))
            .setNotifiesBuyer(terms.notifiesBuyer())
            .setManaged(terms.managed())
            .setCycleCount(terms.cycleCount().orElse(null))
            .setCyclesKnown(terms.cyclesKnown())
            .setTrialEnd(terms.trialEnd().orElse(null))
            .setFinalActAtOnce(terms.finalActAtOnce())
            .setPhase(situation.phase().name())
            .setPaymentMethodType(situation.method().type())
            .setTokenId(situation.method().tokenId().orElse(null))
            .setServiceEnd(situation.serviceEnd().orElse(null))
            .setSequence(context.sequence())
            .setTold(context.told())
            .build());
  }

  /**
   * The context in these bytes.
   *
   * @throws LaterReleaseException when a later version wrote them
   * @throws UnreadableStateException when they are no context
   */
  static Context decode(byte[] bytes) {
    return CODEC.decode(bytes, ContextCodec::context);
  }

  private static Context context(ContextState state) {
    return new Context(
        state.getSubscriptionId(),
        state.getClientId(),
        terms(state),
        situation(state),
        state.getSequence(),
        state.getTold());
  }

  private static Terms terms(ContextState state) {
    return new Terms(
        new Birth(
            StateCodec.word(Origin.class, state.getOrigin()),
            state.getRequestId(),
            Optional.ofNullable(state.getRelatedSubscriptionId())),
        new ContractUrls(state.getSubscriptionUrl(), state.getPaymentUrl()),
        state.getStartTime(),
        Optional.ofNullable(state.getEndTime()),
        ZoneId.of(state.getZone()),
        new PeriodRule(
            StateCodec.word(PeriodUnit.class, state.getPeriodUnit()), state.getPeriodCount()),
        Optional.ofNullable(state.getDescription()),
        price(state),
        state.getNotifiesBuyer(),
        state.getManaged(),
        Optional.ofNullable(state.getCycleCount()),
        state.getCyclesKnown(),
        Optional.ofNullable(state.getTrialEnd()),
        state.getFinalActAtOnce());
  }

  private static Optional<Money> price(ContextState state) {
    Long minor = state.getPriceMinor();
    String currency = state.getPriceCurrency();
    return minor == null || currency == null
        ? Optional.empty()
        : Optional.of(new Money(minor, currency));
  }

  private static Situation situation(ContextState state) {
    return new Situation(
        StateCodec.word(Situation.Phase.class, state.getPhase()),
        new Method(state.getPaymentMethodType(), Optional.ofNullable(state.getTokenId())),
        Optional.ofNullable(state.getServiceEnd()));
  }
}
