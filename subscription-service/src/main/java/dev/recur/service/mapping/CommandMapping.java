package dev.recur.service.mapping;

import dev.recur.schemas.avro.Actor;
import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.CancelSubscription;
import dev.recur.schemas.avro.CancellationType;
import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.DeclineSubscription;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;
import dev.recur.service.terms.CreateTerms;

/** Commands and their replies. */
public final class CommandMapping {

  private CommandMapping() {}

  /** A command as the topic has it. */
  public static SubscriptionCommand of(Command command, String commandId) {
    SubscriptionCommand.Builder builder =
        SubscriptionCommand.newBuilder()
            .setCommandId(commandId)
            .setClientId(command.clientId())
            .setSubscriptionId(command.subscriptionId());
    return switch (command) {
      case Command.Create create ->
          builder.setActor(Actor.MERCHANT).setCreate(of(create.terms())).build();
      case Command.Cancel cancel ->
          builder.setActor(Actor.MERCHANT).setCancel(of(cancel.cancellation())).build();
      case Command.Approve _ ->
          builder.setActor(Actor.BUYER).setApprove(new ApproveSubscription(null)).build();
      case Command.Decline _ ->
          builder.setActor(Actor.BUYER).setDecline(new DeclineSubscription(null)).build();
    };
  }

  /** What kind of command it is, as CloudEvents names it. */
  public static String type(Command command) {
    return "dev.recur.command."
        + switch (command) {
          case Command.Create _ -> "create";
          case Command.Cancel _ -> "cancel";
          case Command.Approve _ -> "approve";
          case Command.Decline _ -> "decline";
        };
  }

  /** What became of a command. */
  public static Reply.Decided of(CommandOutcome outcome) {
    return new Reply.Decided(
        switch (outcome.getStatus()) {
          case SUCCEEDED -> true;
          case FAILED -> false;
          case UNKNOWN -> throw TermsMapping.unknown("result status");
        },
        outcome.getCode(),
        outcome.getMessage(),
        outcome.getSequence());
  }

  private static CreateSubscription of(CreateTerms terms) {
    return new CreateSubscription(
        terms.subscriptionRequestId(),
        terms.description(),
        terms.redirectUrl(),
        terms.startTime(),
        terms.zone(),
        terms.endTime(),
        TermsMapping.of(terms.periodRule()),
        terms.expiryTime(),
        TermsMapping.of(terms.paymentMethod()),
        terms.subscriptionNotificationUrl(),
        terms.paymentNotificationUrl(),
        TermsMapping.of(terms.paymentAmount()),
        TermsMapping.avroTrials(terms.trials()),
        TermsMapping.of(terms.orderAmount()),
        terms.settlementCurrency(),
        terms.sandbox(),
        terms.testClockId(),
        TermsMapping.of(terms.policies()));
  }

  private static CancelSubscription of(Command.Cancellation cancellation) {
    return new CancelSubscription(
        switch (cancellation) {
          case CANCEL -> CancellationType.CANCEL;
          case TERMINATE -> CancellationType.TERMINATE;
        });
  }
}
