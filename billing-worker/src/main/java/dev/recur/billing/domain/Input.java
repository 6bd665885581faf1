package dev.recur.billing.domain;

import java.time.Instant;
import java.util.Optional;

/** Everything a subscription can be confronted with. */
public sealed interface Input {

  /** What somebody wants. Gets an {@link Answer}. */
  sealed interface Command extends Input {
    /** The merchant on whose behalf it is given. */
    String clientId();

    /** Id of this command. */
    String commandId();

    /**
     * Create a subscription.
     *
     * @param request what is asked for
     */
    record Create(String commandId, String clientId, CreateRequest request) implements Command {}

    /**
     * The buyer agrees.
     *
     * @param methodId token the channel gave for the buyer's method, where it is another than the
     *     request's
     */
    record Approve(String commandId, String clientId, Optional<String> methodId)
        implements Command {}

    /**
     * The buyer does not agree.
     *
     * @param reason where somebody said it
     */
    record Decline(String commandId, String clientId, Optional<String> reason) implements Command {}

    /** No renewal: served to the end of the running period. */
    record CancelRenewal(String commandId, String clientId) implements Command {}

    /** Over at once. */
    record Terminate(String commandId, String clientId) implements Command {}
  }

  /**
   * A channel's answer.
   *
   * @param paymentId the payment
   * @param attempt number of the attempt the key names
   * @param inquiry number of the inquiry that is answered, 0 for the charge itself
   * @param outcome what the channel says
   * @param settled the payment, when it had a final outcome already
   */
  record ChannelAnswer(
      String paymentId,
      int attempt,
      int inquiry,
      ChannelOutcome outcome,
      Optional<SettledPayment> settled)
      implements Input {}

  /**
   * A moment that {@link Agenda} had named.
   *
   * @param dueAt the moment; it decides what is done, the decision's own time only says how late
   */
  record Due(Instant dueAt) implements Input {}
}
