package dev.recur.billing.topology;

import dev.recur.billing.domain.Collection;
import dev.recur.billing.domain.Collection.Phase;
import dev.recur.billing.domain.Refund;
import dev.recur.billing.domain.Unpaid;
import dev.recur.schemas.avro.CollectionState;
import dev.recur.schemas.avro.RefundState;
import dev.recur.schemas.avro.UnpaidState;
import java.time.Instant;
import java.util.Optional;

/** Payments and refunds that may still go on, as the state keeps them. */
final class CollectionCodec {
  private CollectionCodec() {}

  static CollectionState avro(Collection collection) {
    CollectionState.Builder stored =
        CollectionState.newBuilder()
            .setPayment(Nouns.payment(collection.payment()))
            .setAttempt(collection.attempt())
            .setPresentUntil(collection.presentUntil())
            .setAttemptedAt(collection.attemptedAt())
            .setPresentedAt(collection.presentedAt())
            .setMethods(Nouns.methods(collection.methods()));
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

  static Collection collection(CollectionState stored) {
    return new Collection(
        Nouns.payment(stored.getPayment()),
        stored.getAttempt(),
        Nouns.methods(stored.getMethods()),
        stored.getPresentUntil(),
        stored.getAttemptedAt(),
        stored.getPresentedAt(),
        phase(stored));
  }

  static RefundState avro(Refund refund) {
    return new RefundState(
        Nouns.refund(refund.facts()),
        avro(refund.collection()),
        refund.commandId().orElse(null),
        Nouns.source(refund.facts()));
  }

  static Refund refund(RefundState stored) {
    return new Refund(
        Nouns.refund(stored.getFacts(), stored.getSource()),
        collection(stored.getCollection()),
        Optional.ofNullable(stored.getCommandId()));
  }

  static UnpaidState avro(Unpaid unpaid) {
    return new UnpaidState(
        Nouns.payment(unpaid.payment()),
        unpaid.attempt(),
        unpaid.reopened(),
        Nouns.methods(unpaid.methods()));
  }

  static Unpaid unpaid(UnpaidState stored) {
    return new Unpaid(
        Nouns.payment(stored.getPayment()),
        stored.getAttempt(),
        Nouns.methods(stored.getMethods()),
        stored.getReopened());
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
