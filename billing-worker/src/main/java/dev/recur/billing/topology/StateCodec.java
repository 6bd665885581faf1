package dev.recur.billing.topology;

import dev.recur.billing.domain.Collection;
import dev.recur.billing.domain.Collection.Phase;
import dev.recur.billing.domain.CommandKind;
import dev.recur.billing.domain.PeriodRule;
import dev.recur.billing.domain.SettledPayment;
import dev.recur.billing.domain.State;
import dev.recur.billing.domain.Terms;
import dev.recur.schemas.avro.CollectionState;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.EndingState;
import dev.recur.schemas.avro.LiveState;
import dev.recur.schemas.avro.OverState;
import dev.recur.schemas.avro.SettledPaymentState;
import dev.recur.schemas.avro.StandingState;
import dev.recur.schemas.avro.SubscriptionState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * State as the stores keep it, in Avro's single-object encoding: the bytes name the schema they
 * were written with. There is one schema so far; the change that brings a second has to give the
 * decoders the first one too, or a worker meets its own older bytes and stops. That is also what
 * happens when an older release runs on a newer store.
 */
final class StateCodec {
  private static final StoredAvro<SubscriptionState> SUBSCRIPTION =
      new StoredAvro<>(SubscriptionState.getEncoder(), SubscriptionState.getDecoder());
  private static final StoredAvro<SettledPaymentState> PAYMENT =
      new StoredAvro<>(SettledPaymentState.getEncoder(), SettledPaymentState.getDecoder());

  private StateCodec() {}

  /**
   * A subscription as it lies in the store.
   *
   * @param state its state; unborn when the store has none
   * @param dueAt the time under which the due index holds it
   */
  record Stored(State state, Optional<Instant> dueAt) {}

  static byte[] encode(State.Existing state, Optional<Instant> dueAt) {
    State.Head head = state.head();
    SubscriptionState.Builder stored =
        SubscriptionState.newBuilder()
            .setSubscriptionId(head.terms().subscriptionId())
            .setClientId(head.terms().clientId())
            .setTerms(Nouns.terms(head.terms()))
            .setSequence(head.sequence())
            .setAt(head.at())
            .setParked(head.parked())
            .setDueAt(dueAt.orElse(null))
            .setRefused(head.refused().stream().map(CommandKind::name).sorted().toList());
    switch (state) {
      case State.Incomplete _ -> {}
      case State.Live live -> stored.setLive(live(live));
      case State.Over over -> stored.setOver(over(over));
    }
    return SUBSCRIPTION.encode(stored.build());
  }

  static Stored decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new Stored(State.UNBORN, Optional.empty());
    }
    SubscriptionState stored = SUBSCRIPTION.decode(bytes);
    return new Stored(state(stored), Optional.ofNullable(stored.getDueAt()));
  }

  private static State state(SubscriptionState stored) {
    State.Head head =
        new State.Head(
            terms(stored),
            stored.getSequence(),
            stored.getAt(),
            stored.getParked(),
            stored.getRefused().stream()
                .map(CommandKind::valueOf)
                .collect(Collectors.toUnmodifiableSet()));
    LiveState live = stored.getLive();
    if (live != null) {
      return live(head, live);
    }
    OverState over = stored.getOver();
    return over != null ? over(head, over) : new State.Incomplete(head);
  }

  static byte[] encode(SettledPayment settled) {
    return PAYMENT.encode(
        SettledPaymentState.newBuilder()
            .setPayment(Nouns.payment(settled.payment()))
            .setSucceeded(settled.succeeded())
            .build());
  }

  static Optional<SettledPayment> decodePayment(byte @Nullable [] bytes) {
    return Optional.ofNullable(bytes)
        .map(PAYMENT::decode)
        .map(
            stored ->
                new SettledPayment(Nouns.payment(stored.getPayment()), stored.getSucceeded()));
  }

  private static Terms terms(SubscriptionState stored) {
    CreateSubscription terms = stored.getTerms();
    return new Terms(
        stored.getSubscriptionId(),
        stored.getClientId(),
        terms.getSubscriptionRequestId(),
        terms.getDescription(),
        terms.getRedirectUrl(),
        terms.getStartTime(),
        ZoneId.of(terms.getZone()),
        Optional.ofNullable(terms.getEndTime()),
        new PeriodRule(
            Nouns.unit(terms.getPeriodRule().getUnit()).orElseThrow(),
            terms.getPeriodRule().getCount()),
        Optional.ofNullable(terms.getExpiryTime()).orElseThrow(),
        Nouns.method(terms.getPaymentMethod()),
        terms.getSubscriptionNotificationUrl(),
        Optional.ofNullable(terms.getPaymentNotificationUrl()),
        Nouns.money(terms.getPaymentAmount()),
        terms.getTrials().stream().map(Nouns::trial).toList(),
        Optional.ofNullable(terms.getOrderAmount()).map(Nouns::money),
        Optional.ofNullable(terms.getSettlementCurrency()),
        terms.getSandbox(),
        Nouns.clock(terms.getTestClockId()),
        Nouns.policies(terms.getPolicies()));
  }

  private static LiveState live(State.Live live) {
    return LiveState.newBuilder()
        .setPaymentMethod(Nouns.method(live.method()))
        .setApprovedAt(live.approvedAt())
        .setCurrentPeriod(live.progress().current())
        .setOpenedPeriod(live.progress().opened())
        .setSettledPeriod(live.progress().settled())
        .setStanding(StandingState.valueOf(live.standing().name()))
        .setRenewalOff(live.renewal() == State.Renewal.OFF)
        .setRecentCharges(live.recentCharges())
        .setCollection(live.collection().map(StateCodec::collection).orElse(null))
        .build();
  }

  private static State.Live live(State.Head head, LiveState live) {
    return new State.Live(
        head,
        Nouns.method(live.getPaymentMethod()),
        live.getApprovedAt(),
        new State.Progress(
            live.getCurrentPeriod(), live.getOpenedPeriod(), live.getSettledPeriod()),
        State.Standing.valueOf(live.getStanding().name()),
        live.getRenewalOff() ? State.Renewal.OFF : State.Renewal.ON,
        live.getRecentCharges(),
        Optional.ofNullable(live.getCollection()).map(StateCodec::collection));
  }

  private static OverState over(State.Over over) {
    return OverState.newBuilder()
        .setPaymentMethod(Nouns.method(over.method()))
        .setLastPeriod(over.lastPeriod())
        .setEnding(EndingState.valueOf(over.ending().name()))
        .setServiceEnd(over.serviceEnd())
        .setCollection(over.collection().map(StateCodec::collection).orElse(null))
        .build();
  }

  private static State.Over over(State.Head head, OverState over) {
    return new State.Over(
        head,
        Nouns.method(over.getPaymentMethod()),
        over.getLastPeriod(),
        State.Ending.valueOf(over.getEnding().name()),
        over.getServiceEnd(),
        Optional.ofNullable(over.getCollection()).map(StateCodec::collection));
  }

  private static CollectionState collection(Collection collection) {
    CollectionState.Builder stored =
        CollectionState.newBuilder()
            .setPayment(Nouns.payment(collection.payment()))
            .setAttempt(collection.attempt())
            .setPresentUntil(collection.presentUntil())
            .setAttemptedAt(collection.attemptedAt())
            .setPresentedAt(collection.presentedAt());
    switch (collection.phase()) {
      case Phase.InFlight inFlight -> stored.setInFlightInquiry(inFlight.inquiry());
      case Phase.AwaitingRetry retry ->
          stored.setRetryAt(retry.retryAt()).setDeclineCode(retry.code());
      case Phase.AwaitingInquiry inquiry ->
          stored.setInquireAt(inquiry.inquireAt()).setNextInquiry(inquiry.inquiry());
      case Phase.Unresolved _ -> {}
    }
    return stored.build();
  }

  private static Collection collection(CollectionState stored) {
    return new Collection(
        Nouns.payment(stored.getPayment()),
        stored.getAttempt(),
        stored.getPresentUntil(),
        stored.getAttemptedAt(),
        stored.getPresentedAt(),
        phase(stored));
  }

  private static Phase phase(CollectionState stored) {
    Integer inFlight = stored.getInFlightInquiry();
    if (inFlight != null) {
      return new Phase.InFlight(inFlight);
    }
    Instant retryAt = stored.getRetryAt();
    String code = stored.getDeclineCode();
    if (retryAt != null && code != null) {
      return new Phase.AwaitingRetry(retryAt, code);
    }
    Instant inquireAt = stored.getInquireAt();
    return inquireAt != null
        ? new Phase.AwaitingInquiry(inquireAt, stored.getNextInquiry())
        : new Phase.Unresolved();
  }
}
