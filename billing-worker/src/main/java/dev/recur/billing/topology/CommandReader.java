package dev.recur.billing.topology;

import dev.recur.billing.domain.Answer;
import dev.recur.billing.domain.ChangeRequest;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.CreateRequest;
import dev.recur.billing.domain.Input;
import dev.recur.billing.domain.Memory;
import dev.recur.billing.domain.PaymentMethod;
import dev.recur.billing.domain.PeriodRule;
import dev.recur.billing.domain.UpdateRequest;
import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.CancelSubscription;
import dev.recur.schemas.avro.ChangeMode;
import dev.recur.schemas.avro.ChangeSubscription;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.ProrationMode;
import dev.recur.schemas.avro.RefundPayment;
import dev.recur.schemas.avro.SettleChange;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.avro.UpdateSubscription;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a command asks for, in the domain's words. What the domain cannot be asked, because this
 * version has no word for it or nobody could be answered, is refused here.
 */
final class CommandReader {
  private static final int ID_LENGTH_MAX = 64;
  private static final int METHOD_ID_LENGTH_MAX = 128;
  private static final int REASON_LENGTH_MAX = 256;
  private static final int URL_LENGTH_MAX = 2048;

  private final Predicate<ClockId.Test> clockExists;

  /**
   * @param clockExists whether this partition knows a test clock
   */
  CommandReader(Predicate<ClockId.Test> clockExists) {
    this.clockExists = clockExists;
  }

  /** The command as an input, or the refusal with its cure. */
  Incoming read(String subscriptionId, SubscriptionCommand command) {
    try {
      List<Input.Command> inputs = inputs(subscriptionId, command);
      return inputs.size() == 1
          ? new Incoming.Command(subscriptionId, inputs.getFirst(), command)
          : refused(command, "A command asks for exactly one thing: set one of its fields.");
    } catch (Unreadable unreadable) {
      return refused(command, String.valueOf(unreadable.getMessage()));
    }
  }

  static Incoming refused(SubscriptionCommand command, String cure) {
    return new Incoming.RefusedCommand(
        command, new Answer(Answer.Status.FAILED, "PARAM_ILLEGAL", cure));
  }

  private List<Input.Command> inputs(String subscriptionId, SubscriptionCommand command) {
    String id = command.getCommandId();
    String client = command.getClientId();
    List<Input.Command> inputs = new ArrayList<>();
    if (command.getCreate() != null) {
      inputs.add(create(id, client, subscriptionId, command.getCreate()));
    }
    if (command.getApprove() != null) {
      inputs.add(approve(id, client, command.getApprove()));
    }
    if (command.getDecline() != null) {
      String reason = text("reason", command.getDecline().getReason(), REASON_LENGTH_MAX);
      inputs.add(new Input.Command.Decline(id, client, Optional.ofNullable(reason)));
    }
    if (command.getCancel() != null) {
      inputs.add(cancel(id, client, command.getCancel()));
    }
    if (command.getUpdate() != null) {
      inputs.add(update(id, client, command.getUpdate()));
    }
    if (command.getPause() != null) {
      inputs.add(
          new Input.Command.PauseCharging(
              id,
              client,
              requestId(command.getPause().getRequestId()),
              Optional.ofNullable(command.getPause().getResumeTime()),
              Memory.NONE));
    }
    if (command.getResume() != null) {
      inputs.add(
          new Input.Command.Resume(
              id, client, requestId(command.getResume().getRequestId()), Memory.NONE));
    }
    if (command.getReplacePaymentMethod() != null) {
      inputs.add(
          new Input.Command.ReplaceMethod(
              id,
              client,
              requestId(command.getReplacePaymentMethod().getRequestId()),
              method(command.getReplacePaymentMethod().getPaymentMethod()),
              Memory.NONE));
    }
    if (command.getCharge() != null) {
      inputs.add(
          new Input.Command.ChargeNow(
              id,
              client,
              requestId(command.getCharge().getPaymentRequestId()),
              Optional.ofNullable(command.getCharge().getAmount()).map(Nouns::money),
              Memory.NONE));
    }
    if (command.getRefund() != null) {
      inputs.add(refund(id, client, command.getRefund()));
    }
    if (command.getChange() != null) {
      inputs.add(change(id, client, command.getChange()));
    }
    if (command.getSettleChange() != null) {
      inputs.add(settleChange(id, client, command.getSettleChange()));
    }
    if (command.getHeldCycles() != null) {
      inputs.add(
          new Input.Command.HeldCycles(
              id, client, command.getHeldCycles().getApprove(), Memory.NONE));
    }
    if (command.getRelease() != null) {
      String note = text("note", command.getRelease().getNote(), REASON_LENGTH_MAX);
      inputs.add(new Input.Command.Release(id, client, Optional.ofNullable(note)));
    }
    return inputs;
  }

  private Input.Command create(
      String id, String client, String subscriptionId, CreateSubscription create) {
    Optional<Origin> origin = TermsMapping.origin(create.getOrigin());
    boolean named =
        origin
            .filter(
                from ->
                    client.indexOf('\n') < 0
                        && subscriptionId.equals(
                            Identity.subscriptionId(
                                from, client, create.getSubscriptionRequestId())))
            .isPresent();
    if (!named) {
      throw new Unreadable(
          "subscriptionId is not the one that origin, clientId and subscriptionRequestId make: see"
              + " the published test vectors.");
    }
    CreateRequest request =
        TermsMapping.request(subscriptionId, create, clockExists)
            .orElseThrow(
                () ->
                    new Unreadable(
                        "The command has a policy, collection, firstBilling or methodProfile that"
                            + " is unknown here: use one of the schema."));
    return new Input.Command.Create(id, client, request);
  }

  private static Input.Command approve(String id, String client, ApproveSubscription approve) {
    return new Input.Command.Approve(
        id,
        client,
        Optional.ofNullable(
            filled("paymentMethodId", approve.getPaymentMethodId(), METHOD_ID_LENGTH_MAX)),
        Optional.ofNullable(
            filled("paymentMethodType", approve.getPaymentMethodType(), ID_LENGTH_MAX)));
  }

  private static Input.Command cancel(String id, String client, CancelSubscription cancel) {
    return switch (cancel.getCancellationType()) {
      case CANCEL -> new Input.Command.CancelRenewal(id, client);
      case TERMINATE -> new Input.Command.Terminate(id, client);
      case UNKNOWN -> throw new Unreadable("cancellationType must be CANCEL or TERMINATE.");
    };
  }

  private static Input.Command update(String id, String client, UpdateSubscription update) {
    if (update.getChangeMode() == ChangeMode.UNKNOWN) {
      throw new Unreadable("changeMode must be IMMEDIATE or NEXT_PERIOD.");
    }
    return new Input.Command.Update(
        id,
        client,
        new UpdateRequest(
            requestId(update.getRequestId()),
            Optional.ofNullable(update.getDescription()),
            Optional.ofNullable(update.getPaymentAmount()).map(Nouns::money),
            rule(update.getPeriodRule()),
            Optional.ofNullable(update.getEndTime()),
            Optional.ofNullable(update.getOrderAmount()).map(Nouns::money),
            difference(update),
            Optional.ofNullable(update.getNextPeriodStart()),
            update.getChangeMode() == ChangeMode.NEXT_PERIOD),
        Memory.NONE);
  }

  private static Optional<UpdateRequest.Difference> difference(UpdateSubscription update) {
    ProrationMode mode = update.getProrationMode();
    dev.recur.schemas.avro.Money amount = update.getCustomAmount();
    if (mode == null && amount == null) {
      return Optional.empty();
    }
    if (mode == null || amount == null || mode == ProrationMode.UNKNOWN) {
      throw new Unreadable(
          "prorationSettings need both: prorationMode IMMEDIATE_PAY_CUSTOM_AMOUNT or"
              + " IMMEDIATE_REFUND_CUSTOM_AMOUNT, and customAmount.");
    }
    return Optional.of(
        new UpdateRequest.Difference(
            mode == ProrationMode.IMMEDIATE_PAY_CUSTOM_AMOUNT, Nouns.money(amount)));
  }

  private static Input.Command refund(String id, String client, RefundPayment refund) {
    String url = text("notificationUrl", refund.getNotificationUrl(), URL_LENGTH_MAX);
    text("reason", refund.getReason(), REASON_LENGTH_MAX);
    return new Input.Command.RefundPayment(
        id,
        client,
        requestId(refund.getRefundRequestId()),
        refund.getPaymentId(),
        Nouns.money(refund.getAmount()),
        Optional.ofNullable(url),
        Memory.NONE);
  }

  private static Input.Command change(String id, String client, ChangeSubscription change) {
    return new Input.Command.ChangeSubscription(
        id,
        client,
        new ChangeRequest(
            requestId(change.getRequestId()),
            Optional.ofNullable(change.getDescription()),
            Optional.ofNullable(change.getStartTime()),
            Optional.ofNullable(change.getEndTime()),
            rule(change.getPeriodRule()),
            Optional.ofNullable(change.getOrderAmount()).map(Nouns::money),
            Optional.ofNullable(change.getPaymentAmount()).map(Nouns::money),
            Optional.ofNullable(change.getInitialAmount()).map(Nouns::money)),
        Memory.NONE);
  }

  private static Input.Command settleChange(String id, String client, SettleChange settle) {
    Answer.Status status =
        switch (settle.getCode()) {
          case "SUCCESS" -> Answer.Status.SUCCEEDED;
          // A fault in the rules: the new subscription is not there, and was not refused.
          case "UNKNOWN_EXCEPTION" -> Answer.Status.UNKNOWN;
          default -> Answer.Status.FAILED;
        };
    return new Input.Command.SettleChange(
        id,
        client,
        settle.getNewSubscriptionId(),
        new Answer(
            status,
            cut(settle.getCode(), ID_LENGTH_MAX),
            cut(settle.getMessage(), REASON_LENGTH_MAX)));
  }

  private static Optional<PeriodRule> rule(dev.recur.schemas.avro.@Nullable PeriodRule rule) {
    if (rule == null) {
      return Optional.empty();
    }
    Optional<PeriodRule> known = Nouns.rule(rule);
    if (known.isEmpty()) {
      throw new Unreadable("periodRule.periodType must be one of DAY, WEEK, MONTH, YEAR.");
    }
    return known;
  }

  private static PaymentMethod method(dev.recur.schemas.avro.PaymentMethod method) {
    return Nouns.method(method);
  }

  private static String requestId(String requestId) {
    if (requestId.isBlank() || requestId.length() > ID_LENGTH_MAX) {
      throw new Unreadable("A request id must have 1 to " + ID_LENGTH_MAX + " characters.");
    }
    return requestId;
  }

  private static @Nullable String filled(String field, @Nullable String value, int lengthMax) {
    if (value != null && (value.isBlank() || value.length() > lengthMax)) {
      throw new Unreadable(field + " must have 1 to " + lengthMax + " characters, or be absent.");
    }
    return value;
  }

  private static @Nullable String text(String field, @Nullable String value, int lengthMax) {
    if (value != null && value.length() > lengthMax) {
      throw new Unreadable(field + " must have at most " + lengthMax + " characters.");
    }
    return value;
  }

  private static String cut(String text, int lengthMax) {
    return text.length() <= lengthMax ? text : text.substring(0, lengthMax);
  }

  /** Leaves the reading; never leaves this class. */
  private static final class Unreadable extends RuntimeException {
    Unreadable(String cure) {
      super(cure, null, false, false);
    }
  }
}
