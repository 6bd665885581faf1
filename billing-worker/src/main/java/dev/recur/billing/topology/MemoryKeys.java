package dev.recur.billing.topology;

import dev.recur.billing.domain.Input;
import dev.recur.billing.domain.Refund;
import dev.recur.billing.domain.State;
import dev.recur.schemas.id.Identity;
import java.util.Optional;

/** Which payments an input is about, beside the one it names. */
final class MemoryKeys {
  private MemoryKeys() {}

  /** The payment whose money a refund that is under way pays back. */
  static Optional<String> refundedBy(State state, String refundId) {
    return state instanceof State.Existing existing
        ? existing.refunds().stream()
            .map(Refund::facts)
            .filter(facts -> facts.refund().paymentId().equals(refundId))
            .map(Refund.Facts::refundedPaymentId)
            .findFirst()
        : Optional.empty();
  }

  /** The payment whose money a command wants back. */
  static Optional<String> refundedBy(State state, Input.Command.Requested command) {
    return switch (command) {
      case Input.Command.RefundPayment refund -> Optional.of(refund.paymentId());
      case Input.Command.Update update ->
          state instanceof State.Live live
                  && update.request().difference().filter(d -> !d.pay()).isPresent()
              ? live.dues().paidIn(live.progress().current())
              : Optional.empty();
      case Input.Command.PauseCharging _,
          Input.Command.Resume _,
          Input.Command.ReplaceMethod _,
          Input.Command.ChargeNow _,
          Input.Command.ChangeSubscription _ ->
          Optional.empty();
    };
  }

  /** The refund that a command asks for. */
  static Optional<String> refundOf(String subscriptionId, Input.Command.Requested command) {
    return command instanceof Input.Command.RefundPayment refund
        ? Optional.of(Identity.paymentIdOfRefund(subscriptionId, refund.requestId()))
        : Optional.empty();
  }
}
