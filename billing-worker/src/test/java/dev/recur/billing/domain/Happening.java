package dev.recur.billing.domain;

import dev.recur.billing.domain.Input.Command;
import dev.recur.billing.domain.ScriptedChannel.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happens to a {@link World}.
 *
 * @param what its kind, from 0 to {@value #KINDS}, exclusive
 * @param detail which of its kind, from 0 to {@value #DETAILS}, exclusive
 */
public record Happening(int what, int detail) {
  static final int KINDS = 31;
  static final int DETAILS = 61;

  private static final List<PeriodUnit> UNITS = List.of(PeriodUnit.values());
  private static final List<Policies.FinalAct> FINAL_ACTS = List.of(Policies.FinalAct.values());
  private static final List<Policies.CatchUp> CATCH_UPS = List.of(Policies.CatchUp.values());
  private static final List<String> METHODS = List.of("DANA", "CARD", "GCASH", "", "SHELLS");
  private static final List<ChannelOutcome> OUTCOMES =
      List.of(
          ScriptedChannel.OK,
          ScriptedChannel.OK,
          ScriptedChannel.SOFT,
          ScriptedChannel.HARD,
          ScriptedChannel.PENDING,
          ScriptedChannel.UNKNOWN,
          ScriptedChannel.NOT_FOUND,
          ScriptedChannel.REFUSED);

  void to(World world) {
    String id = world.nextId();
    String client = Given.CLIENT;
    switch (what) {
      case 0 -> world.take(new Command.Create(id, client, request()));
      case 1, 2 -> world.take(new Command.Approve(id, client, Optional.empty(), Optional.empty()));
      case 3 -> world.take(new Command.Decline(id, client, Optional.of("no")));
      case 4 -> world.take(new Command.CancelRenewal(id, client));
      case 5 -> world.take(new Command.Terminate(id, client));
      case 6, 7, 8 -> answer(world);
      case 9 -> answerOfLongAgo(world);
      case 10 -> world.pass(Duration.ofMinutes(detail));
      case 11 -> world.pass(Duration.ofHours(detail));
      case 12 -> world.take(new Input.Due(world.now().minus(Duration.ofMinutes(detail))));
      case 13 -> world.pass(Duration.ofDays(detail));
      case 15 -> world.take(new Command.Update(id, client, update(world.now()), Memory.NONE));
      case 16 ->
          world.take(
              new Command.PauseCharging(
                  id, client, "p-" + detail, resumeTime(world.now()), Memory.NONE));
      case 17 -> world.take(new Command.Resume(id, client, "p-" + detail, Memory.NONE));
      case 18 ->
          world.take(new Command.ReplaceMethod(id, client, "m-" + detail, method(), Memory.NONE));
      case 19 ->
          world.take(
              new Command.ChargeNow(
                  id,
                  client,
                  "n-" + detail,
                  detail % 2 == 0 ? Optional.empty() : Optional.of(Given.usd(detail - 1)),
                  Memory.NONE));
      case 20 -> refund(world, id);
      case 21 -> change(world, id);
      case 22 -> world.take(new Command.HeldCycles(id, client, detail % 2 == 0, Memory.NONE));
      case 23 -> world.take(new Command.Release(id, client, Optional.empty()));
      case 24 -> world.sleep(Duration.ofDays(4L * detail));
      case 25 -> world.take(new Command.CancelRenewal(id, "somebody else"));
      case 26 -> world.take(new Command.SettleChange(id, client, "S-" + detail, Answer.SUCCESS));
      case 27 -> answerToNothing(world);
      case 28 -> settleChange(world, id);
      case 29 -> weekWithoutAWord(world);
      case 30 -> daysPending(world);
      default -> world.passToNextDue();
    }
  }

  private void answer(World world) {
    if (!world.asked().isEmpty()) {
      world.take(world.asked().getLast().answered(outcome()));
    }
  }

  private void answerOfLongAgo(World world) {
    List<Asked> asked = world.asked();
    if (!asked.isEmpty()) {
      world.take(asked.get(asked.size() - 1 - detail % asked.size()).answered(outcome()));
    }
  }

  /** The channel says of nothing what became of it, inquiry after inquiry. */
  private void weekWithoutAWord(World world) {
    for (int inquiry = 0; inquiry < 22 && !world.asked().isEmpty(); inquiry++) {
      world.take(world.asked().getLast().answered(ScriptedChannel.UNKNOWN));
      world.passToNextDue();
    }
  }

  /** For days the latest charge is pending, whatever falls due meanwhile; then it succeeds. */
  private void daysPending(World world) {
    Instant until = world.now().plus(Duration.ofDays(1 + detail % 9));
    while (Agenda.nextDueAt(world.state()).filter(due -> !due.isAfter(until)).isPresent()
        && !world.asked().isEmpty()) {
      world.passToNextDue();
      world.take(world.asked().getLast().answered(ScriptedChannel.PENDING));
    }
    if (!world.asked().isEmpty()) {
      world.take(world.asked().getLast().answered(ScriptedChannel.OK));
    }
  }

  /** Of a payment that nobody asked for, or an attempt that was never made. */
  private void answerToNothing(World world) {
    List<String> ids = world.settled();
    String paymentId = ids.isEmpty() || detail % 3 == 0 ? "none" : ids.get(detail % ids.size());
    world.take(new Input.ChannelAnswer(paymentId, detail % 5, detail % 4, outcome(), Memory.NONE));
  }

  private ChannelOutcome outcome() {
    return OUTCOMES.get(detail % OUTCOMES.size());
  }

  private UpdateRequest update(Instant now) {
    Optional<UpdateRequest.Difference> difference =
        detail % 3 == 0
            ? Optional.of(new UpdateRequest.Difference(detail % 2 == 0, Given.usd(detail)))
            : Optional.empty();
    return new UpdateRequest(
        "u-" + detail,
        detail % 4 == 0 ? Optional.of("text " + detail) : Optional.empty(),
        detail % 5 == 0 ? Optional.of(Given.usd(1000 + detail)) : Optional.empty(),
        detail % 7 == 0
            ? Optional.of(new PeriodRule(UNITS.get(detail % UNITS.size()), detail % 3))
            : Optional.empty(),
        detail % 29 == 1
            ? Optional.of(now.plus(Duration.ofDays(detail == 1 ? 300 : 300_000)))
            : Optional.empty(),
        Optional.empty(),
        difference,
        detail % 6 == 1 ? Optional.of(now.plus(Duration.ofDays(detail % 9))) : Optional.empty(),
        detail % 3 == 1);
  }

  private Optional<Instant> resumeTime(Instant now) {
    return detail % 2 == 0 ? Optional.empty() : Optional.of(now.plus(Duration.ofDays(detail - 3)));
  }

  private PaymentMethod method() {
    return new PaymentMethod(METHODS.get(detail % METHODS.size()), Optional.of("t" + detail));
  }

  private void refund(World world, String id) {
    List<String> ids = world.settled();
    if (ids.isEmpty()) {
      return;
    }
    // Now and then an id that an update's refund may have, and an amount that cannot be.
    String requestId = (detail % 4 == 0 ? "u-" : "f-") + detail;
    world.take(
        new Command.RefundPayment(
            id,
            Given.CLIENT,
            requestId,
            ids.get(detail % ids.size()),
            Given.usd(400L * (detail % 7) - 399L * (detail % 2)),
            Optional.empty(),
            Memory.NONE));
  }

  private void change(World world, String id) {
    world.take(
        new Command.ChangeSubscription(
            id,
            Given.CLIENT,
            new ChangeRequest(
                "x-" + detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Given.usd(detail)),
                Optional.empty()),
            Memory.NONE));
    if (detail % 2 == 0) {
      settleChange(world, id);
    }
  }

  private void settleChange(World world, String id) {
    if (world.state() instanceof State.Live live && live.change().isPresent()) {
      Answer outcome =
          switch (detail % 4) {
            case 0 -> Answer.SUCCESS;
            case 1 -> new Answer(Answer.Status.UNKNOWN, "UNKNOWN_EXCEPTION", "A fault.");
            default -> Answer.processFail("The new one cannot be.");
          };
      world.take(
          new Command.SettleChange(
              id, Given.CLIENT, live.change().get().newSubscriptionId(), outcome));
    }
  }

  private CreateRequest request() {
    PeriodUnit unit = UNITS.get(detail % UNITS.size());
    Offer offer = Offer.from("2026-01-31T10:00:00+08:00").every(1 + detail % 3, unit);
    if (detail % 2 == 1) {
      offer.trial(1, 1, detail % 4 == 1 ? 0 : 100);
    }
    if (detail % 3 == 0) {
      offer.finalAct(FINAL_ACTS.get(detail / 3 % FINAL_ACTS.size()), detail % 2 * 20);
    }
    if (detail % 18 == 0) {
      // With periods of a day this parks: the second charge falls due minutes after the first.
      offer.chargesPerDay(1);
    }
    offer.catchUp(CATCH_UPS.get(detail % CATCH_UPS.size()), 1 + detail % 4);
    if (detail % 4 == 0) {
      offer.notices(detail % 5, detail % 9);
    }
    if (detail % 5 == 0) {
      offer.until("2026-09-15T00:00:00Z");
    } else if (detail % 5 == 1) {
      offer.cycles(1 + detail % 6);
    }
    if (detail % 7 == 3) {
      offer.selfManaged();
    } else if (detail % 7 == 4) {
      offer.signOnly();
    }
    if (detail % 8 == 5) {
      offer.lead(0);
    }
    return offer.build();
  }
}
