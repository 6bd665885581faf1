package dev.recur.billing.topology;

import dev.recur.billing.domain.CommandKind;
import dev.recur.billing.domain.Period;
import dev.recur.billing.domain.State;
import dev.recur.billing.domain.Terms;
import dev.recur.schemas.avro.EndingState;
import dev.recur.schemas.avro.LiveState;
import dev.recur.schemas.avro.OverState;
import dev.recur.schemas.avro.SubscriptionState;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * State as the store keeps it, in Avro's single-object encoding: the bytes name the schema they
 * were written with, and every schema that was ever written with is known. An older release that
 * meets a newer store stops.
 */
final class StateCodec {
  private static final StoredAvro<SubscriptionState> SUBSCRIPTION =
      new StoredAvro<>(SubscriptionState.class).reading("SubscriptionState", 4);

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
            .setTerms(TermsMapping.avro(head.terms()))
            .setSequence(head.sequence())
            .setAt(head.at())
            .setParked(head.parked())
            .setDueAt(dueAt.orElse(null))
            .setRefused(head.refused().stream().map(CommandKind::name).sorted().toList())
            .setFingerprint(head.fingerprint());
    switch (state) {
      case State.Incomplete _ -> {}
      case State.Live live -> stored.setLive(LiveCodec.avro(live));
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
    Terms terms =
        TermsMapping.terms(stored.getSubscriptionId(), stored.getClientId(), stored.getTerms());
    // Before there were updates nobody wrote a fingerprint: the terms are the create's.
    String fingerprint =
        stored.getFingerprint().isEmpty() ? terms.fingerprint() : stored.getFingerprint();
    State.Head head =
        new State.Head(
            terms,
            stored.getSequence(),
            stored.getAt(),
            stored.getParked(),
            stored.getRefused().stream()
                .map(CommandKind::valueOf)
                .collect(Collectors.toUnmodifiableSet()),
            fingerprint);
    LiveState live = stored.getLive();
    if (live != null) {
      return LiveCodec.live(head, live);
    }
    OverState over = stored.getOver();
    return over != null ? over(head, over) : new State.Incomplete(head);
  }

  private static OverState over(State.Over over) {
    return OverState.newBuilder()
        .setPaymentMethod(Nouns.method(over.method()))
        .setLastPeriod(over.lastPeriod().map(Period::number).orElse(0))
        .setLastPeriodStart(over.lastPeriod().map(Period::start).orElse(null))
        .setLastPeriodEnd(over.lastPeriod().map(Period::end).orElse(null))
        .setEnding(EndingState.valueOf(over.ending().name()))
        .setServiceEnd(over.serviceEnd())
        .setCollection(over.collection().map(CollectionCodec::avro).orElse(null))
        .setRefunds(over.refunds().stream().map(CollectionCodec::avro).toList())
        .setReplacedBy(over.replacedBy().orElse(null))
        .build();
  }

  private static State.Over over(State.Head head, OverState over) {
    return new State.Over(
        head,
        Nouns.method(over.getPaymentMethod()),
        lastPeriod(head.terms(), over),
        State.Ending.valueOf(over.getEnding().name()),
        over.getServiceEnd(),
        Optional.ofNullable(over.getCollection()).map(CollectionCodec::collection),
        over.getRefunds().stream().map(CollectionCodec::refund).toList(),
        Optional.ofNullable(over.getReplacedBy()));
  }

  private static Optional<Period> lastPeriod(Terms terms, OverState over) {
    int number = over.getLastPeriod();
    if (number == 0) {
      return Optional.empty();
    }
    Instant start = over.getLastPeriodStart();
    Instant end = over.getLastPeriodEnd();
    return Optional.of(
        start == null || end == null
            ? terms.calendar().period(number)
            : new Period(number, start, end));
  }
}
