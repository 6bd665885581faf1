package dev.recur.billing.domain;

import dev.recur.schemas.id.Identity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What lies beside the state in a test: settled payments and answered requests. */
final class Book {
  private final Map<String, SettledPayment> payments = new HashMap<>();
  private final Map<String, KnownRequest> requests = new HashMap<>();

  Map<String, SettledPayment> payments() {
    return payments;
  }

  /** The input with what is known of it. */
  Input with(State state, Input input) {
    return switch (input) {
      case Input.ChannelAnswer answer -> {
        Optional<SettledPayment> settled = find(answer.paymentId());
        Optional<String> refunded =
            state instanceof State.Existing existing
                ? existing.refunds().stream()
                    .filter(refund -> refund.refundId().equals(answer.paymentId()))
                    .map(refund -> refund.facts().refundedPaymentId())
                    .findFirst()
                : Optional.empty();
        yield answer.with(
            new Memory(
                Optional.empty(),
                settled,
                found(
                    refunded
                        .or(
                            () ->
                                settled
                                    .flatMap(SettledPayment::refund)
                                    .map(f -> f.refundedPaymentId()))
                        .stream()
                        .toList())));
      }
      case Input.Command.Requested requested ->
          requested.with(
              new Memory(
                  request(requested.kind(), requested.requestId()),
                  refundOf(state, requested).flatMap(this::find),
                  found(refundedBy(state, requested))));
      case Input.Command.HeldCycles held ->
          held.with(
              new Memory(
                  request(CommandKind.HELD_CYCLES, Input.Command.HeldCycles.LATEST),
                  Optional.empty(),
                  List.of()));
      case Input.Command _, Input.Due _ -> input;
    };
  }

  /** Keeps what a decision leaves beside the state. */
  void keep(State before, Decision decision) {
    for (Event event : decision.events()) {
      SettledPayment.after(event, new SettledPayment.Before(before, this::find))
          .forEach(after -> payments.put(after.payment().paymentId(), after));
    }
    decision.remembered().forEach(r -> requests.put(r.kind() + "/" + r.requestId(), r.request()));
  }

  Optional<SettledPayment> find(String paymentId) {
    return Optional.ofNullable(payments.get(paymentId));
  }

  private Optional<KnownRequest> request(CommandKind kind, String requestId) {
    return Optional.ofNullable(requests.get(kind + "/" + requestId));
  }

  private List<SettledPayment> found(List<String> paymentIds) {
    return paymentIds.stream().flatMap(paymentId -> find(paymentId).stream()).toList();
  }

  private static Optional<String> refundOf(State state, Input.Command.Requested requested) {
    boolean refunds =
        requested instanceof Input.Command.RefundPayment
            || (requested instanceof Input.Command.Update update
                && update.request().difference().filter(d -> !d.pay()).isPresent());
    return refunds && state instanceof State.Existing existing
        ? Optional.of(
            Identity.paymentIdOfRefund(
                existing.head().terms().subscriptionId(), requested.requestId()))
        : Optional.empty();
  }

  private static List<String> refundedBy(State state, Input.Command.Requested requested) {
    return switch (requested) {
      case Input.Command.RefundPayment refund -> List.of(refund.paymentId());
      case Input.Command.Update update when state instanceof State.Live live -> live.paidNow();
      default -> List.of();
    };
  }
}
