package dev.recur.billing.domain;

import dev.recur.billing.domain.Input.Command;
import java.util.Optional;

/**
 * What a subscription can be confronted with in the table of states, beside the due items of {@link
 * DueKind}. Each covers one kind of input; together they cover all there are.
 */
enum Stimulus {
  CREATE("create", Command.Create.class),
  CREATE_OTHERWISE("create otherwise", Command.Create.class),
  APPROVE("approve", Command.Approve.class),
  DECLINE("decline", Command.Decline.class),
  CANCEL("cancel", Command.CancelRenewal.class),
  TERMINATE("terminate", Command.Terminate.class),
  UPDATE("update", Command.Update.class),
  UPDATE_NEXT_PERIOD("update at the next period", Command.Update.class),
  UPDATE_PAY("update with a difference to pay", Command.Update.class),
  UPDATE_GIVE_BACK("update with a difference to give back", Command.Update.class),
  UPDATE_MOVE("update of the next date", Command.Update.class),
  PAUSE("pause", Command.PauseCharging.class),
  RESUME("resume", Command.Resume.class),
  REPLACE_METHOD("replacePaymentMethod", Command.ReplaceMethod.class),
  CHARGE_NOW("charge", Command.ChargeNow.class),
  REFUND("refund", Command.RefundPayment.class),
  CHANGE("change", Command.ChangeSubscription.class),
  CHANGE_SETTLED("the change's new one is there", Command.SettleChange.class),
  CHANGE_FAILED("the change's new one cannot be", Command.SettleChange.class),
  CHANGE_UNDECIDED("the change's new one is not decided", Command.SettleChange.class),
  APPROVE_HELD("held cycles approved", Command.HeldCycles.class),
  REJECT_HELD("held cycles given up", Command.HeldCycles.class),
  RELEASE("release", Command.Release.class),
  STRANGER("anything of another client", Command.Terminate.class),

  CHARGED("charged", ChannelOutcome.Succeeded.class),
  SOFT_DECLINED("declined for now", ChannelOutcome.Declined.class),
  HARD_DECLINED("declined for good", ChannelOutcome.Declined.class),
  PENDING("pending", ChannelOutcome.NotFinal.class),
  UNKNOWN("unknown", ChannelOutcome.NotFinal.class),
  NOT_FOUND("never seen", ChannelOutcome.NotFound.class),
  REFUSED("refused", ChannelOutcome.Refused.class),
  REFUNDED("paid back", ChannelOutcome.Succeeded.class),
  REFUND_DECLINED("refund declined", ChannelOutcome.Declined.class),
  REFUND_PENDING("refund pending", ChannelOutcome.NotFinal.class),
  REFUND_UNKNOWN("refund unknown", ChannelOutcome.NotFinal.class),
  REFUND_NOT_FOUND("refund never seen", ChannelOutcome.NotFound.class),
  REFUND_REFUSED("refund refused", ChannelOutcome.Refused.class);

  private final String words;
  private final Class<?> covers;

  Stimulus(String words, Class<?> covers) {
    this.words = words;
    this.covers = covers;
  }

  String words() {
    return words;
  }

  /** The kind of command, or what the channel says. */
  Class<?> covers() {
    return covers;
  }

  boolean ofChannel() {
    return ChannelOutcome.class.isAssignableFrom(covers);
  }

  /**
   * The input.
   *
   * @param diary the history before it
   * @param created what the subscription was created from, or is to be
   */
  Input input(Diary diary, CreateRequest created) {
    return switch (this) {
      case CREATE -> new Command.Create("c", Given.CLIENT, created);
      case CREATE_OTHERWISE ->
          new Command.Create(
              "c", Given.CLIENT, Offer.from("2026-01-01T00:00:00Z").price(1).build());
      case APPROVE -> new Command.Approve("c", Given.CLIENT, Optional.empty(), Optional.empty());
      case DECLINE -> new Command.Decline("c", Given.CLIENT, Optional.empty());
      case CANCEL -> new Command.CancelRenewal("c", Given.CLIENT);
      case TERMINATE -> new Command.Terminate("c", Given.CLIENT);
      case UPDATE -> update(NewTerms.of("s-1").price(2999));
      case UPDATE_NEXT_PERIOD -> update(NewTerms.of("s-2").price(2999).fromTheNextPeriod());
      case UPDATE_PAY -> update(NewTerms.of("s-3").price(2999).pay(1000));
      case UPDATE_GIVE_BACK -> update(NewTerms.of("s-4").price(999).giveBack(10));
      case UPDATE_MOVE ->
          update(NewTerms.of("s-5").nextPeriodAt(diary.reached().plusSeconds(100_000).toString()));
      case PAUSE ->
          new Command.PauseCharging("c", Given.CLIENT, "s-6", Optional.empty(), Memory.NONE);
      case RESUME -> new Command.Resume("c", Given.CLIENT, "s-7", Memory.NONE);
      case REPLACE_METHOD ->
          new Command.ReplaceMethod(
              "c", Given.CLIENT, "s-8", new PaymentMethod("DANA", Optional.empty()), Memory.NONE);
      case CHARGE_NOW ->
          new Command.ChargeNow("c", Given.CLIENT, "s-9", Optional.empty(), Memory.NONE);
      case REFUND ->
          new Command.RefundPayment(
              "c",
              Given.CLIENT,
              "s-10",
              diary.lastPaid().orElse("none"),
              Given.usd(10),
              Optional.empty(),
              Memory.NONE);
      case CHANGE -> new Command.ChangeSubscription("c", Given.CLIENT, otherTerms(), Memory.NONE);
      case CHANGE_SETTLED ->
          new Command.SettleChange("c", Given.CLIENT, successor(diary), Answer.SUCCESS);
      case CHANGE_FAILED ->
          new Command.SettleChange(
              "c", Given.CLIENT, successor(diary), Answer.processFail("It cannot."));
      case CHANGE_UNDECIDED ->
          new Command.SettleChange(
              "c",
              Given.CLIENT,
              successor(diary),
              new Answer(Answer.Status.UNKNOWN, "UNKNOWN_EXCEPTION", "A fault."));
      case APPROVE_HELD -> new Command.HeldCycles("c", Given.CLIENT, true, Memory.NONE);
      case REJECT_HELD -> new Command.HeldCycles("c", Given.CLIENT, false, Memory.NONE);
      case RELEASE -> new Command.Release("c", Given.CLIENT, Optional.empty());
      case STRANGER -> new Command.Terminate("c", "somebody else");
      case CHARGED -> diary.latestCharge().answered(ScriptedChannel.OK);
      case SOFT_DECLINED -> diary.latestCharge().answered(ScriptedChannel.SOFT);
      case HARD_DECLINED -> diary.latestCharge().answered(ScriptedChannel.HARD);
      case PENDING -> diary.latestCharge().answered(ScriptedChannel.PENDING);
      case UNKNOWN -> diary.latestCharge().answered(ScriptedChannel.UNKNOWN);
      case NOT_FOUND -> diary.latestCharge().answered(ScriptedChannel.NOT_FOUND);
      case REFUSED -> diary.latestCharge().answered(ScriptedChannel.REFUSED);
      case REFUNDED -> diary.latestRefund().answered(ScriptedChannel.OK);
      case REFUND_DECLINED -> diary.latestRefund().answered(ScriptedChannel.HARD);
      case REFUND_PENDING -> diary.latestRefund().answered(ScriptedChannel.PENDING);
      case REFUND_UNKNOWN -> diary.latestRefund().answered(ScriptedChannel.UNKNOWN);
      case REFUND_NOT_FOUND -> diary.latestRefund().answered(ScriptedChannel.NOT_FOUND);
      case REFUND_REFUSED -> diary.latestRefund().answered(ScriptedChannel.REFUSED);
    };
  }

  private static Input update(NewTerms terms) {
    return new Command.Update("c", Given.CLIENT, terms.build(), Memory.NONE);
  }

  private static ChangeRequest otherTerms() {
    return new ChangeRequest(
        "s-11",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Given.usd(2999)),
        Optional.empty());
  }

  private static String successor(Diary diary) {
    return diary.state() instanceof State.Live live
        ? live.change().map(Change::newSubscriptionId).orElse("none")
        : "none";
  }
}
