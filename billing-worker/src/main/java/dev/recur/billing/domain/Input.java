package dev.recur.billing.domain;

import java.time.Instant;
import java.util.Optional;

/** Everything a subscription can be confronted with. */
public sealed interface Input {

  /** What lies beside the state and concerns this input. */
  default Memory memory() {
    return Memory.NONE;
  }

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
     * @param methodType code of the method the buyer chose, where there was a choice
     */
    record Approve(
        String commandId, String clientId, Optional<String> methodId, Optional<String> methodType)
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

    /** The new subscription of a change was decided. */
    record SettleChange(String commandId, String clientId, String newSubscriptionId, Answer outcome)
        implements Command {}

    /** Whether the periods that are held after an outage are charged. */
    record HeldCycles(String commandId, String clientId, boolean approve, Memory memory)
        implements Command {
      /** Under which the latest of them is remembered. */
      public static final String LATEST = "latest";

      /** What it decides. */
      String fingerprint() {
        return Fingerprint.of(approve);
      }

      /** The same with what is known of the latest. */
      public HeldCycles with(Memory known) {
        return new HeldCycles(commandId, clientId, approve, known);
      }
    }

    /**
     * A person has looked at a parked subscription.
     *
     * @param note what was found and done
     */
    record Release(String commandId, String clientId, Optional<String> note) implements Command {}

    /** A command with an id of its own: a repeat gets the answer of the first. */
    sealed interface Requested extends Command {
      /** What kind of request. */
      CommandKind kind();

      /** The merchant's id for it; unique among those of its kind. */
      String requestId();

      /** What it asks for. */
      String fingerprint();

      @Override
      Memory memory();

      /** The same with what is known of it. */
      Requested with(Memory memory);
    }

    /** Other terms. */
    record Update(String commandId, String clientId, UpdateRequest request, Memory memory)
        implements Requested {
      @Override
      public CommandKind kind() {
        return CommandKind.UPDATE;
      }

      @Override
      public String requestId() {
        return request.requestId();
      }

      @Override
      public String fingerprint() {
        return request.fingerprint();
      }

      @Override
      public Update with(Memory known) {
        return new Update(commandId, clientId, request, known);
      }
    }

    /**
     * Nothing is to be charged from now on.
     *
     * @param resumeTime when it resumes by itself
     */
    record PauseCharging(
        String commandId,
        String clientId,
        String requestId,
        Optional<Instant> resumeTime,
        Memory memory)
        implements Requested {
      @Override
      public CommandKind kind() {
        return CommandKind.PAUSE;
      }

      @Override
      public String fingerprint() {
        return Fingerprint.of(resumeTime);
      }

      @Override
      public PauseCharging with(Memory known) {
        return new PauseCharging(commandId, clientId, requestId, resumeTime, known);
      }
    }

    /** Charged again from the next period on. */
    record Resume(String commandId, String clientId, String requestId, Memory memory)
        implements Requested {
      @Override
      public CommandKind kind() {
        return CommandKind.RESUME;
      }

      @Override
      public String fingerprint() {
        return Fingerprint.of();
      }

      @Override
      public Resume with(Memory known) {
        return new Resume(commandId, clientId, requestId, known);
      }
    }

    /** The buyer pays otherwise from now on. */
    record ReplaceMethod(
        String commandId, String clientId, String requestId, PaymentMethod method, Memory memory)
        implements Requested {
      @Override
      public CommandKind kind() {
        return CommandKind.REPLACE_METHOD;
      }

      @Override
      public String fingerprint() {
        return Fingerprint.of(method);
      }

      @Override
      public ReplaceMethod with(Memory known) {
        return new ReplaceMethod(commandId, clientId, requestId, method, known);
      }
    }

    /**
     * One charge of a self-managed subscription.
     *
     * @param amount empty: the price of a period
     */
    record ChargeNow(
        String commandId, String clientId, String requestId, Optional<Money> amount, Memory memory)
        implements Requested {
      @Override
      public CommandKind kind() {
        return CommandKind.CHARGE;
      }

      @Override
      public String fingerprint() {
        return Fingerprint.of(amount);
      }

      @Override
      public ChargeNow with(Memory known) {
        return new ChargeNow(commandId, clientId, requestId, amount, known);
      }
    }

    /**
     * Money back of one payment.
     *
     * @param notificationUrl receives notifyRefund
     */
    record RefundPayment(
        String commandId,
        String clientId,
        String requestId,
        String paymentId,
        Money amount,
        Optional<String> notificationUrl,
        Memory memory)
        implements Requested {
      @Override
      public CommandKind kind() {
        return CommandKind.REFUND;
      }

      @Override
      public String fingerprint() {
        return Fingerprint.of(paymentId, amount);
      }

      @Override
      public RefundPayment with(Memory known) {
        return new RefundPayment(
            commandId, clientId, requestId, paymentId, amount, notificationUrl, known);
      }
    }

    /** A new subscription in this one's place. */
    record ChangeSubscription(
        String commandId, String clientId, ChangeRequest request, Memory memory)
        implements Requested {
      @Override
      public CommandKind kind() {
        return CommandKind.CHANGE;
      }

      @Override
      public String requestId() {
        return request.requestId();
      }

      @Override
      public String fingerprint() {
        return request.fingerprint();
      }

      @Override
      public ChangeSubscription with(Memory known) {
        return new ChangeSubscription(commandId, clientId, request, known);
      }
    }
  }

  /**
   * A channel's answer.
   *
   * @param paymentId the payment
   * @param attempt number of the attempt the key names
   * @param inquiry number of the inquiry that is answered, 0 for the charge itself
   * @param outcome what the channel says
   * @param memory the payment, when it had a final outcome already
   */
  record ChannelAnswer(
      String paymentId, int attempt, int inquiry, ChannelOutcome outcome, Memory memory)
      implements Input {
    /** The same with what is known of it. */
    public ChannelAnswer with(Memory known) {
      return new ChannelAnswer(paymentId, attempt, inquiry, outcome, known);
    }
  }

  /**
   * A moment that {@link Agenda} had named.
   *
   * @param dueAt the moment; it decides what is done, the decision's own time only says how late
   */
  record Due(Instant dueAt) implements Input {}
}
