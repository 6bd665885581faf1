package dev.recur.billing.topology;

import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.CommandKind;
import dev.recur.billing.domain.Input;
import dev.recur.billing.domain.KnownRequest;
import dev.recur.billing.domain.Memory;
import dev.recur.billing.domain.Refund;
import dev.recur.billing.domain.SettledPayment;
import dev.recur.billing.domain.State;
import dev.recur.schemas.id.Identity;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What one partition keeps of its subscriptions.
 *
 * @param subscriptions their states
 * @param payments settled payments, under the subscription's prefix
 * @param requests answered requests, under the subscription's prefix
 * @param due when each wants to be woken
 * @param waiting which of them hold up their test clock
 */
record SubscriptionStores(
    KeyValueStore<String, byte[]> subscriptions,
    KeyValueStore<String, byte[]> payments,
    KeyValueStore<String, byte[]> requests,
    DueIndex due,
    WaitingIndex waiting) {

  /** The input with what the stores beside the state know of it. */
  Input withMemory(String subscriptionId, State state, Input input) {
    return switch (input) {
      case Input.ChannelAnswer answer -> {
        if (isFirstAttempt(state, answer.paymentId())) {
          yield answer;
        }
        Optional<SettledPayment> settled = payment(answer.paymentId());
        Optional<String> refunded =
            refundedBy(state, answer.paymentId())
                .or(
                    () ->
                        settled
                            .flatMap(SettledPayment::refund)
                            .map(Refund.Facts::refundedPaymentId));
        yield answer.with(
            new Memory(Optional.empty(), settled, payments(refunded.stream().toList())));
      }
      case Input.Command.Requested requested ->
          requested.with(
              new Memory(
                  request(subscriptionId, requested.kind(), requested.requestId()),
                  refundOf(subscriptionId, requested).flatMap(this::payment),
                  payments(refundedBy(state, requested))));
      case Input.Command.HeldCycles held ->
          held.with(
              new Memory(
                  request(subscriptionId, CommandKind.HELD_CYCLES, Input.Command.HeldCycles.LATEST),
                  Optional.empty(),
                  List.of()));
      case Input.Command _, Input.Due _ -> input;
    };
  }

  /**
   * True for a payment that is at its first attempt: it never had a final outcome, or else there
   * would have been another attempt, or none. Nearly every answer is about one, and what is not in
   * a store takes as long to find out as what is.
   */
  private static boolean isFirstAttempt(State state, String paymentId) {
    return state instanceof State.Existing existing
        && existing
            .collection()
            .filter(open -> open.attempt() == 1 && open.payment().paymentId().equals(paymentId))
            .isPresent();
  }

  private Optional<KnownRequest> request(
      String subscriptionId, CommandKind kind, String requestId) {
    return MemoryCodec.request(requests.get(StepMaker.requestKey(subscriptionId, kind, requestId)));
  }

  private Optional<SettledPayment> payment(String paymentId) {
    return MemoryCodec.payment(payments.get(paymentId));
  }

  private List<SettledPayment> payments(List<String> paymentIds) {
    return paymentIds.stream().flatMap(paymentId -> payment(paymentId).stream()).toList();
  }

  StateCodec.Stored load(String subscriptionId) {
    return StateCodec.decode(subscriptions.get(subscriptionId));
  }

  void put(String subscriptionId, StateCodec.Stored stored, Step.Change change) {
    ClockId clock = change.after().head().terms().clock();
    subscriptions.put(subscriptionId, change.bytes().get());
    for (Step.Beside beside : change.beside()) {
      (beside.store().equals(BillingTopology.PAYMENTS_STORE) ? payments : requests)
          .put(beside.key(), beside.bytes().get());
    }
    if (!stored.dueAt().equals(change.dueAt())) {
      stored.dueAt().ifPresent(at -> due.remove(new DueKey(clock, at, subscriptionId)));
      change.dueAt().ifPresent(at -> due.put(new DueKey(clock, at, subscriptionId)));
    }
    if (clock instanceof ClockId.Test test) {
      waiting.set(test, subscriptionId, StepMaker.isAwaiting(change.after()));
    }
  }

  /** The payment whose money a refund that is under way pays back. */
  private static Optional<String> refundedBy(State state, String refundId) {
    return state instanceof State.Existing existing
        ? existing.refunds().stream()
            .map(Refund::facts)
            .filter(facts -> facts.refund().paymentId().equals(refundId))
            .map(Refund.Facts::refundedPaymentId)
            .findFirst()
        : Optional.empty();
  }

  /** The payments whose money a command wants back, in the order in which they are taken. */
  private static List<String> refundedBy(State state, Input.Command.Requested command) {
    return switch (command) {
      case Input.Command.RefundPayment refund -> List.of(refund.paymentId());
      case Input.Command.Update update ->
          state instanceof State.Live live
                  && update.request().difference().filter(d -> !d.pay()).isPresent()
              ? live.paidNow()
              : List.of();
      case Input.Command.PauseCharging _,
          Input.Command.Resume _,
          Input.Command.ReplaceMethod _,
          Input.Command.ChargeNow _,
          Input.Command.ChangeSubscription _ ->
          List.of();
    };
  }

  /** The refund that a command asks for. */
  private static Optional<String> refundOf(String subscriptionId, Input.Command.Requested command) {
    boolean refunds =
        switch (command) {
          case Input.Command.RefundPayment _ -> true;
          case Input.Command.Update update ->
              update.request().difference().filter(d -> !d.pay()).isPresent();
          case Input.Command.PauseCharging _,
              Input.Command.Resume _,
              Input.Command.ReplaceMethod _,
              Input.Command.ChargeNow _,
              Input.Command.ChangeSubscription _ ->
              false;
        };
    return refunds
        ? Optional.of(Identity.paymentIdOfRefund(subscriptionId, command.requestId()))
        : Optional.empty();
  }
}
