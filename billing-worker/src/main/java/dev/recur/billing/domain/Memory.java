package dev.recur.billing.domain;

import java.util.List;
import java.util.Optional;

/**
 * What lies beside the state and concerns one input.
 *
 * @param request the same request, when it was answered before
 * @param payment the payment it is about, or the refund it asks for, when that had a final outcome
 * @param refunded the payments whose money may go back, where the input is about a refund, in the
 *     order in which they are to be taken
 */
public record Memory(
    Optional<KnownRequest> request,
    Optional<SettledPayment> payment,
    List<SettledPayment> refunded) {
  /** Nothing is known. */
  public static final Memory NONE = new Memory(Optional.empty(), Optional.empty(), List.of());

  public Memory {
    refunded = List.copyOf(refunded);
  }
}
