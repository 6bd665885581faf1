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
          builder.setActor(Actor.BUYER).setApprove(new ApproveSubscription(null, null)).build();
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
    return CreateSubscription.newBuilder()
        .setSubscriptionRequestId(terms.subscriptionRequestId())
        .setDescription(terms.description())
        .setRedirectUrl(terms.redirectUrl())
        .setStartTime(terms.startTime())
        .setZone(terms.zone())
        .setEndTime(terms.endTime())
        .setPeriodRule(TermsMapping.of(terms.periodRule()))
        .setExpiryTime(terms.expiryTime())
        .setPaymentMethod(TermsMapping.of(terms.paymentMethod()))
        .setSubscriptionNotificationUrl(terms.subscriptionNotificationUrl())
        .setPaymentNotificationUrl(terms.paymentNotificationUrl())
        .setPaymentAmount(TermsMapping.of(terms.paymentAmount()))
        .setTrials(TermsMapping.avroTrials(terms.trials()))
        .setOrderAmount(TermsMapping.of(terms.orderAmount()))
        .setSettlementCurrency(terms.settlementCurrency())
        .setSandbox(terms.sandbox())
        .setTestClockId(terms.testClockId())
        .setPolicies(TermsMapping.of(terms.policies()))
        .build();
  }

  private static CancelSubscription of(Command.Cancellation cancellation) {
    return new CancelSubscription(
        switch (cancellation) {
          case CANCEL -> CancellationType.CANCEL;
          case TERMINATE -> CancellationType.TERMINATE;
        });
  }
}
