package dev.recur.service.mapping;

import dev.recur.schemas.avro.Actor;
import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.CommandOutcome;
import dev.recur.schemas.avro.DecideHeldCycles;
import dev.recur.schemas.avro.DeclineSubscription;
import dev.recur.schemas.avro.ManualCharge;
import dev.recur.schemas.avro.PauseSubscription;
import dev.recur.schemas.avro.ReleaseSubscription;
import dev.recur.schemas.avro.ReplacePaymentMethod;
import dev.recur.schemas.avro.ResumeSubscription;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.service.command.Command;
import dev.recur.service.command.Reply;

/** Commands and their replies. */
public final class CommandMapping {

  private CommandMapping() {}

  /** A command as the topic has it. */
  public static SubscriptionCommand of(Command command, String commandId) {
    SubscriptionCommand.Builder record =
        SubscriptionCommand.newBuilder()
            .setCommandId(commandId)
            .setClientId(command.clientId())
            .setSubscriptionId(command.subscriptionId())
            .setActor(actor(command));
    return (switch (command) {
          case Command.Create create -> record.setCreate(RequestMapping.of(create.terms()));
          case Command.Cancel cancel -> record.setCancel(RequestMapping.of(cancel.cancellation()));
          case Command.Approve approve ->
              record.setApprove(
                  new ApproveSubscription(approve.paymentMethodId(), approve.paymentMethodType()));
          case Command.Decline _ -> record.setDecline(new DeclineSubscription(null));
          case Command.Update update -> record.setUpdate(RequestMapping.of(update.terms()));
          case Command.Pause pause ->
              record.setPause(new PauseSubscription(pause.requestId(), pause.resumeTime()));
          case Command.Resume resume ->
              record.setResume(new ResumeSubscription(resume.requestId()));
          case Command.ReplacePaymentMethod replace ->
              record.setReplacePaymentMethod(
                  new ReplacePaymentMethod(
                      replace.requestId(), TermsMapping.of(replace.paymentMethod())));
          case Command.Charge charge ->
              record.setCharge(
                  new ManualCharge(charge.paymentRequestId(), TermsMapping.of(charge.amount())));
          case Command.Refund refund -> record.setRefund(RequestMapping.of(refund.terms()));
          case Command.Change change -> record.setChange(RequestMapping.of(change.terms()));
          case Command.DecideHeldCycles held ->
              record.setHeldCycles(new DecideHeldCycles(held.approve()));
          case Command.Release release ->
              record.setRelease(new ReleaseSubscription(release.note()));
        })
        .build();
  }

  /** What kind of command it is, as CloudEvents names it. */
  public static String type(Command command) {
    return "dev.recur.command."
        + switch (command) {
          case Command.Create _ -> "create";
          case Command.Cancel _ -> "cancel";
          case Command.Approve _ -> "approve";
          case Command.Decline _ -> "decline";
          case Command.Update _ -> "update";
          case Command.Pause _ -> "pause";
          case Command.Resume _ -> "resume";
          case Command.ReplacePaymentMethod _ -> "replacePaymentMethod";
          case Command.Charge _ -> "charge";
          case Command.Refund _ -> "refund";
          case Command.Change _ -> "change";
          case Command.DecideHeldCycles _ -> "heldCycles";
          case Command.Release _ -> "release";
        };
  }

  private static Actor actor(Command command) {
    return switch (command) {
      case Command.Cancel cancel -> actor(cancel.by());
      case Command.ReplacePaymentMethod replace -> actor(replace.by());
      case Command.Create _,
          Command.Update _,
          Command.Pause _,
          Command.Resume _,
          Command.Charge _,
          Command.Refund _,
          Command.Change _ ->
          Actor.MERCHANT;
      case Command.Approve _, Command.Decline _ -> Actor.BUYER;
      case Command.DecideHeldCycles _, Command.Release _ -> Actor.OPERATOR;
    };
  }

  private static Actor actor(Command.By by) {
    return switch (by) {
      case MERCHANT -> Actor.MERCHANT;
      case BUYER -> Actor.BUYER;
    };
  }

  /** What became of a command. */
  public static Reply of(CommandOutcome outcome) {
    String code = outcome.getCode();
    String message = outcome.getMessage();
    long sequence = outcome.getSequence();
    return switch (outcome.getStatus()) {
      case SUCCEEDED -> new Reply.Decided(true, code, message, sequence);
      case FAILED -> new Reply.Decided(false, code, message, sequence);
      case UNKNOWN -> new Reply.Underway(code, message, sequence);
    };
  }
}
