package dev.recur.billing.domain;

import dev.recur.billing.domain.Input.Command;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What a subscription can be confronted with in the table of states, beside the due items of {@link
 * DueKind}. Each covers one kind of input; together they cover all there are.
 */
enum Stimulus {
  CREATE("create", Command.Create.class, (d, r) -> new Command.Create("c", Given.CLIENT, r)),
  CREATE_OTHERWISE(
      "create otherwise",
      Command.Create.class,
      (d, r) ->
          new Command.Create(
              "c", Given.CLIENT, Offer.from("2026-01-01T00:00:00Z").price(1).build())),
  APPROVE(
      "approve",
      Command.Approve.class,
      (d, r) -> new Command.Approve("c", Given.CLIENT, Optional.empty(), Optional.empty())),
  DECLINE(
      "decline",
      Command.Decline.class,
      (d, r) -> new Command.Decline("c", Given.CLIENT, Optional.empty())),
  CANCEL(
      "cancel",
      Command.CancelRenewal.class,
      (d, r) -> new Command.CancelRenewal("c", Given.CLIENT)),
  TERMINATE(
      "terminate", Command.Terminate.class, (d, r) -> new Command.Terminate("c", Given.CLIENT)),
  UPDATE("update", Command.Update.class, (d, r) -> update(NewTerms.of("s-1").price(2999))),
  UPDATE_NEXT_PERIOD(
      "update at the next period",
      Command.Update.class,
      (d, r) -> update(NewTerms.of("s-2").price(2999).fromTheNextPeriod())),
  UPDATE_PAY(
      "update with a difference to pay",
      Command.Update.class,
      (d, r) -> update(NewTerms.of("s-3").price(2999).pay(1000))),
  UPDATE_GIVE_BACK(
      "update with a difference to give back",
      Command.Update.class,
      (d, r) -> update(NewTerms.of("s-4").price(999).giveBack(10))),
  UPDATE_MOVE(
      "update of the next date",
      Command.Update.class,
      (d, r) ->
          update(NewTerms.of("s-5").nextPeriodAt(d.reached().plusSeconds(100_000).toString()))),
  PAUSE(
      "pause",
      Command.PauseCharging.class,
      (d, r) -> new Command.PauseCharging("c", Given.CLIENT, "s-6", Optional.empty(), Memory.NONE)),
  RESUME(
      "resume",
      Command.Resume.class,
      (d, r) -> new Command.Resume("c", Given.CLIENT, "s-7", Memory.NONE)),
  REPLACE_METHOD(
      "replacePaymentMethod",
      Command.ReplaceMethod.class,
      (d, r) ->
          new Command.ReplaceMethod(
              "c", Given.CLIENT, "s-8", new PaymentMethod("DANA", Optional.empty()), Memory.NONE)),
  CHARGE_NOW(
      "charge",
      Command.ChargeNow.class,
      (d, r) -> new Command.ChargeNow("c", Given.CLIENT, "s-9", Optional.empty(), Memory.NONE)),
  REFUND(
      "refund",
      Command.RefundPayment.class,
      (d, r) ->
          new Command.RefundPayment(
              "c",
              Given.CLIENT,
              "s-10",
              d.lastPaid().orElse("none"),
              Given.usd(10),
              Optional.empty(),
              Memory.NONE)),
  CHANGE(
      "change",
      Command.ChangeSubscription.class,
      (d, r) -> new Command.ChangeSubscription("c", Given.CLIENT, otherTerms(), Memory.NONE)),
  CHANGE_SETTLED(
      "the change's new one is there",
      Command.SettleChange.class,
      (d, r) -> new Command.SettleChange("c", Given.CLIENT, successor(d), Answer.SUCCESS)),
  CHANGE_FAILED(
      "the change's new one cannot be",
      Command.SettleChange.class,
      (d, r) ->
          new Command.SettleChange(
              "c", Given.CLIENT, successor(d), Answer.processFail("It cannot."))),
  APPROVE_HELD(
      "held cycles approved",
      Command.HeldCycles.class,
      (d, r) -> new Command.HeldCycles("c", Given.CLIENT, true)),
  REJECT_HELD(
      "held cycles given up",
      Command.HeldCycles.class,
      (d, r) -> new Command.HeldCycles("c", Given.CLIENT, false)),
  RELEASE(
      "release",
      Command.Release.class,
      (d, r) -> new Command.Release("c", Given.CLIENT, Optional.empty())),
  STRANGER(
      "anything of another client",
      Command.Terminate.class,
      (d, r) -> new Command.Terminate("c", "somebody else")),

  CHARGED("charged", ChannelOutcome.Succeeded.class, ScriptedChannel.OK, false),
  SOFT_DECLINED("declined for now", ChannelOutcome.Declined.class, ScriptedChannel.SOFT, false),
  HARD_DECLINED("declined for good", ChannelOutcome.Declined.class, ScriptedChannel.HARD, false),
  PENDING("pending", ChannelOutcome.NotFinal.class, ScriptedChannel.PENDING, false),
  UNKNOWN("unknown", ChannelOutcome.NotFinal.class, ScriptedChannel.UNKNOWN, false),
  NOT_FOUND("never seen", ChannelOutcome.NotFound.class, ScriptedChannel.NOT_FOUND, false),
  REFUNDED("paid back", ChannelOutcome.Succeeded.class, ScriptedChannel.OK, true),
  REFUND_DECLINED("refund declined", ChannelOutcome.Declined.class, ScriptedChannel.HARD, true),
  REFUND_PENDING("refund pending", ChannelOutcome.NotFinal.class, ScriptedChannel.PENDING, true),
  REFUND_UNKNOWN("refund unknown", ChannelOutcome.NotFinal.class, ScriptedChannel.UNKNOWN, true),
  REFUND_NOT_FOUND(
      "refund never seen", ChannelOutcome.NotFound.class, ScriptedChannel.NOT_FOUND, true);

  private final String words;
  private final Class<?> covers;
  private final boolean ofChannel;
  private final BiFunction<Diary, CreateRequest, Input> input;

  Stimulus(
      String words,
      Class<? extends Command> covers,
      BiFunction<Diary, CreateRequest, Input> input) {
    this(words, covers, false, input);
  }

  Stimulus(
      String words,
      Class<? extends ChannelOutcome> covers,
      ChannelOutcome outcome,
      boolean ofARefund) {
    this(
        words,
        covers,
        true,
        (d, r) -> (ofARefund ? d.latestRefund() : d.latestCharge()).answered(outcome));
  }

  Stimulus(
      String words,
      Class<?> covers,
      boolean ofChannel,
      BiFunction<Diary, CreateRequest, Input> input) {
    this.words = words;
    this.covers = covers;
    this.ofChannel = ofChannel;
    this.input = input;
  }

  String words() {
    return words;
  }

  /** The kind of command, or what the channel says. */
  Class<?> covers() {
    return covers;
  }

  boolean ofChannel() {
    return ofChannel;
  }

  /**
   * The input.
   *
   * @param diary the history before it
   * @param created what the subscription was created from, or is to be
   */
  Input input(Diary diary, CreateRequest created) {
    return input.apply(diary, created);
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
