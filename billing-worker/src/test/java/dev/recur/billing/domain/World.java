package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A subscription among everything that can happen to it, in any order: commands, repeated and late
 * answers, due moments, time that jumps. Checks after every input what must always hold.
 */
final class World {
  private static final Instant START = Given.time("2026-01-31T10:00:00+08:00");

  private static final List<PeriodUnit> UNITS = List.of(PeriodUnit.values());
  private static final List<Policies.FinalAct> FINAL_ACTS = List.of(Policies.FinalAct.values());
  private static final List<Policies.CatchUp> CATCH_UPS = List.of(Policies.CatchUp.values());

  private State state = State.UNBORN;
  private Instant now = START;
  private final List<Event> events = new ArrayList<>();
  private final Book book = new Book();
  private final Map<String, Integer> successes = new HashMap<>();
  private final Map<String, Long> movedMinor = new HashMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private int commands;

  /** A request the channel got. */
  private record Asked(Payment payment, int attempt, int inquiry) {}

  State state() {
    return state;
  }

  List<Event> events() {
    return events;
  }

  /** Ids of the payments that have a final outcome. */
  Set<String> settled() {
    return book.payments().keySet();
  }

  /** One thing happens; {@code what} chooses the kind, {@code detail} the rest. */
  void happen(int what, int detail) {
    String client = Given.CLIENT;
    switch (what) {
      case 0 -> take(new Input.Command.Create(id(), client, request(detail)));
      case 1, 2 ->
          take(new Input.Command.Approve(id(), client, Optional.empty(), Optional.empty()));
      case 3 -> take(new Input.Command.Decline(id(), client, Optional.of("no")));
      case 4 -> take(new Input.Command.CancelRenewal(id(), client));
      case 5 -> take(new Input.Command.Terminate(id(), client));
      case 6, 7, 8, 9 -> answer(detail);
      case 10 -> now = now.plus(Duration.ofMinutes(detail));
      case 11 -> now = now.plus(Duration.ofHours(detail));
      case 12 -> take(new Input.Due(now));
      case 13 -> now = now.plus(Duration.ofDays(detail));
      case 15 -> take(new Input.Command.Update(id(), client, update(detail), Memory.NONE));
      case 16 ->
          take(
              new Input.Command.PauseCharging(
                  id(),
                  client,
                  "p-" + detail,
                  detail % 2 == 0
                      ? Optional.empty()
                      : Optional.of(now.plus(Duration.ofDays(detail - 3))),
                  Memory.NONE));
      case 17 -> take(new Input.Command.Resume(id(), client, "p-" + detail, Memory.NONE));
      case 18 ->
          take(
              new Input.Command.ReplaceMethod(
                  id(),
                  client,
                  "m-" + detail,
                  new PaymentMethod(detail % 5 == 0 ? "" : "DANA", Optional.of("t" + detail)),
                  Memory.NONE));
      case 19 ->
          take(
              new Input.Command.ChargeNow(
                  id(),
                  client,
                  "n-" + detail,
                  detail % 2 == 0 ? Optional.empty() : Optional.of(Given.usd(detail - 1)),
                  Memory.NONE));
      case 20 -> refund(detail);
      case 21 -> change(detail);
      case 22 -> take(new Input.Command.HeldCycles(id(), client, detail % 2 == 0));
      case 23 -> take(new Input.Command.Release(id(), client, Optional.empty()));
      case 24 -> outage(detail);
      default -> passToNextDue();
    }
  }

  private UpdateRequest update(int detail) {
    Optional<UpdateRequest.Difference> difference =
        detail % 3 == 0
            ? Optional.of(new UpdateRequest.Difference(detail % 2 == 0, Given.usd(detail)))
            : Optional.empty();
    return new UpdateRequest(
        "u-" + detail,
        detail % 4 == 0 ? Optional.of("text " + detail) : Optional.empty(),
        detail % 5 == 0 ? Optional.of(Given.usd(1000 + detail)) : Optional.empty(),
        detail % 7 == 0
            ? Optional.of(new PeriodRule(UNITS.get(detail % UNITS.size()), 1 + detail % 2))
            : Optional.empty(),
        detail % 29 == 1 ? Optional.of(now.plus(Duration.ofDays(300))) : Optional.empty(),
        Optional.empty(),
        difference,
        detail % 6 == 1 ? Optional.of(now.plus(Duration.ofDays(detail % 9))) : Optional.empty(),
        detail % 3 == 1);
  }

  private void refund(int detail) {
    List<String> ids = book.payments().keySet().stream().sorted().toList();
    if (ids.isEmpty()) {
      return;
    }
    String paymentId = ids.get(detail % ids.size());
    take(
        new Input.Command.RefundPayment(
            id(),
            Given.CLIENT,
            "f-" + detail,
            paymentId,
            Given.usd(1 + 400L * (detail % 7)),
            Optional.empty(),
            Memory.NONE));
  }

  private void change(int detail) {
    take(
        new Input.Command.ChangeSubscription(
            id(),
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
    if (state instanceof State.Live live && live.change().isPresent()) {
      Answer outcome =
          detail % 2 == 0 ? Answer.SUCCESS : Answer.processFail("The new one cannot be.");
      take(
          new Input.Command.SettleChange(
              id(), Given.CLIENT, live.change().get().newSubscriptionId(), outcome));
    }
  }

  /** Nothing runs for a while; then all that fell due is taken late. */
  private void outage(int detail) {
    now = now.plus(Duration.ofDays(4L * detail));
    for (int taken = 0; taken < 300; taken++) {
      Optional<Instant> due = Agenda.nextDueAt(state).filter(at -> !at.isAfter(now));
      if (due.isEmpty()) {
        return;
      }
      take(new Input.Due(due.get()));
    }
  }

  private void passToNextDue() {
    Agenda.nextDueAt(state)
        .ifPresent(
            dueAt -> {
              now = now.isAfter(dueAt) ? now : dueAt;
              Optional<Agenda.Item> before = Agenda.next(state);
              take(new Input.Due(dueAt));
              assertThat(Agenda.next(state))
                  .as("a due item that was taken is not due again")
                  .isNotEqualTo(before);
            });
  }

  private void answer(int detail) {
    if (asked.isEmpty()) {
      return;
    }
    // Mostly the latest request; now and then one that was answered long ago.
    int back = detail % 8 == 7 ? detail % asked.size() : 0;
    Asked request = asked.get(asked.size() - 1 - back);
    ChannelOutcome outcome =
        switch (detail % 7) {
          case 0, 1 -> new ChannelOutcome.Succeeded(Optional.of("ref"));
          case 2 -> new ChannelOutcome.Declined("insufficient_funds", false);
          case 3 -> new ChannelOutcome.Declined("stolen", true);
          case 4 -> new ChannelOutcome.NotFinal(true);
          case 5 -> new ChannelOutcome.NotFinal(false);
          default -> new ChannelOutcome.NotFound();
        };
    String paymentId = request.payment().paymentId();
    take(
        new Input.ChannelAnswer(
            paymentId, request.attempt(), request.inquiry(), outcome, Memory.NONE));
  }

  void take(Input input) {
    Decision decision = Decider.decide(state, book.with(state, input), new Moment(now, now));
    if (input instanceof Input.Command && !(input instanceof Input.Command.SettleChange)) {
      boolean later =
          decision.events().stream()
              .anyMatch(
                  e -> e instanceof Event.ChangeStarted || e instanceof Event.RefundRequested);
      assertThat(decision.answer().isPresent() || later).as("a command is answered").isTrue();
    }
    for (Event event : decision.events()) {
      long before = state instanceof State.Existing existing ? existing.head().sequence() : 0;
      note(event);
      State.Existing after = Evolver.evolve(state, event, now);
      assertThat(after.head().sequence()).isEqualTo(before + 1);
      state = after;
      events.add(event);
    }
    book.keep(decision);
    assertThat(Agenda.nextDueAt(state)).isNotNull();
    checkMoney();
  }

  /** What went back of a payment never exceeds what was paid, and the book adds up. */
  private void checkMoney() {
    book.payments()
        .values()
        .forEach(
            payment -> {
              if (!isSaidToHaveGoneBackTwice(payment.payment().paymentId())) {
                assertThat(payment.refundedMinor())
                    .as("refunds never exceed what was paid")
                    .isBetween(0L, payment.payment().amount().amountMinor());
              }
              if (payment.refund().isEmpty()) {
                assertThat(payment.succeeded() ? payment.payment().amount().amountMinor() : 0)
                    .as("what the book says was paid is what moved")
                    .isEqualTo(movedMinor.getOrDefault(payment.payment().paymentId(), 0L));
              }
            });
  }

  /** The channel went back on its word about a refund: that is the one way to pay back too much. */
  private boolean isSaidToHaveGoneBackTwice(String paymentId) {
    return events.stream()
        .anyMatch(
            event ->
                event instanceof Event.Parked(String reason)
                    && reason.startsWith("More of " + paymentId));
  }

  private void note(Event event) {
    switch (event) {
      case Event.ChargeRequested e -> {
        assertThat(book.find(e.payment().paymentId()))
            .as("a settled payment is never asked for again")
            .isEmpty();
        asked.add(new Asked(e.payment(), e.attempt(), 0));
      }
      case Event.ChargePresentedAgain e -> asked.add(new Asked(e.payment(), e.attempt(), 0));
      case Event.InquiryRequested e -> asked.add(new Asked(e.payment(), e.attempt(), e.inquiry()));
      case Event.RefundRequested e -> asked.add(new Asked(e.facts().refund(), 1, 0));
      case Event.RefundPresentedAgain e -> asked.add(new Asked(e.facts().refund(), 1, 0));
      case Event.RefundInquiryRequested e ->
          asked.add(new Asked(e.facts().refund(), 1, e.inquiry()));
      case Event.ChargeSucceeded e -> {
        movedMinor.put(e.payment().paymentId(), e.payment().amount().amountMinor());
        assertThat(successes.merge(e.payment().paymentId(), 1, Integer::sum))
            .as("at most one success per purpose and period")
            .isEqualTo(1);
      }
      default -> {}
    }
  }

  private String id() {
    return "c-" + ++commands;
  }

  private static CreateRequest request(int detail) {
    PeriodUnit unit = UNITS.get(detail % UNITS.size());
    Offer offer = Offer.from("2026-01-31T10:00:00+08:00").every(1 + detail % 3, unit);
    if (detail % 2 == 1) {
      offer.trial(1, 1, detail % 4 == 1 ? 0 : 100);
    }
    if (detail % 3 == 0) {
      offer.finalAct(FINAL_ACTS.get(detail % FINAL_ACTS.size()), detail % 2);
    }
    if (detail % 6 == 0) {
      // With periods of a day this parks: the second charge falls due minutes after the first.
      offer.chargesPerDay(1);
    }
    offer.catchUp(CATCH_UPS.get(detail % CATCH_UPS.size()), 1 + detail % 4);
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
    return offer.build();
  }
}
