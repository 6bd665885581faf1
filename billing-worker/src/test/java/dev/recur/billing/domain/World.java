package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A subscription among everything that can happen to it, in any order: commands, repeated and late
 * answers, due moments, time that jumps. Checks after every input what must always hold.
 */
final class World {
  private static final Instant START = Given.time("2026-01-31T10:00:00+08:00");

  private static final List<PeriodUnit> UNITS = List.of(PeriodUnit.values());

  private State state = State.UNBORN;
  private Instant now = START;
  private final List<Event> events = new ArrayList<>();
  private final Map<String, SettledPayment> settled = new HashMap<>();
  private final Map<String, Integer> successes = new HashMap<>();
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

  /** One thing happens; {@code what} chooses the kind, {@code detail} the rest. */
  void happen(int what, int detail) {
    switch (what) {
      case 0 -> take(new Input.Command.Create(id(), Given.CLIENT, request(detail)));
      case 1, 2 -> take(new Input.Command.Approve(id(), Given.CLIENT, Optional.empty()));
      case 3 -> take(new Input.Command.Decline(id(), Given.CLIENT, Optional.of("no")));
      case 4 -> take(new Input.Command.CancelRenewal(id(), Given.CLIENT));
      case 5 -> take(new Input.Command.Terminate(id(), Given.CLIENT));
      case 6, 7, 8, 9 -> answer(detail);
      case 10 -> now = now.plus(Duration.ofMinutes(detail));
      case 11 -> now = now.plus(Duration.ofHours(detail));
      case 12 -> take(new Input.Due(now));
      case 13 -> now = now.plus(Duration.ofDays(detail));
      default -> passToNextDue();
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
            paymentId,
            request.attempt(),
            request.inquiry(),
            outcome,
            Optional.ofNullable(settled.get(paymentId))));
  }

  void take(Input input) {
    Decision decision = Decider.decide(state, input, new Moment(now, now));
    if (input instanceof Input.Command) {
      assertThat(decision.answer()).as("a command is answered").isPresent();
    }
    for (Event event : decision.events()) {
      long before = state instanceof State.Existing existing ? existing.head().sequence() : 0;
      State.Existing after = Evolver.evolve(state, event, now);
      assertThat(after.head().sequence()).isEqualTo(before + 1);
      state = after;
      events.add(event);
      note(event);
    }
  }

  private void note(Event event) {
    SettledPayment.by(event).ifPresent(s -> settled.put(s.payment().paymentId(), s));
    switch (event) {
      case Event.ChargeRequested e -> {
        assertThat(settled)
            .as("a settled payment is never asked for again")
            .doesNotContainKey(e.payment().paymentId());
        asked.add(new Asked(e.payment(), e.attempt(), 0));
      }
      case Event.ChargePresentedAgain e -> asked.add(new Asked(e.payment(), e.attempt(), 0));
      case Event.InquiryRequested e -> asked.add(new Asked(e.payment(), e.attempt(), e.inquiry()));
      case Event.ChargeSucceeded e ->
          assertThat(successes.merge(e.payment().paymentId(), 1, Integer::sum))
              .as("at most one success per purpose and period")
              .isEqualTo(1);
      default -> {}
    }
  }

  private String id() {
    return "c-" + ++commands;
  }

  private static CreateRequest request(int detail) {
    PeriodUnit unit = UNITS.get(detail % UNITS.size());
    CreateRequest request =
        Given.request(
            "2026-01-31T10:00:00+08:00",
            unit,
            1 + detail % 3,
            detail % 2 == 0
                ? List.of()
                : List.of(new Trial(1, 1 + detail % 2, Given.usd(detail % 4 == 1 ? 0 : 100))));
    return detail % 5 == 0 ? Given.ending(request, "2026-09-15T00:00:00Z") : request;
  }
}
