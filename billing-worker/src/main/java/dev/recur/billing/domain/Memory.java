package dev.recur.billing.domain;

import java.util.Optional;

/**
 * What lies beside the state and concerns one input.
 *
 * @param request the same request, when it was answered before
 * @param payment the payment it is about, or the refund it asks for, when that had a final outcome
 * @param refunded the payment whose money is to go back, where the input is about a refund
 */
public record Memory(
    Optional<KnownRequest> request,
    Optional<SettledPayment> payment,
    Optional<SettledPayment> refunded) {
  /** Nothing is known. */
  public static final Memory NONE =
      new Memory(Optional.empty(), Optional.empty(), Optional.empty());
}
