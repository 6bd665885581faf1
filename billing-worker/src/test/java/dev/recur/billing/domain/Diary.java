package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A subscription's life in a test, on a clock of its own: time passes through every due moment in
 * order, a channel answers what it is told to, and each step states exactly which events followed.
 */
final class Diary {
  private State state = State.UNBORN;
  private Instant now;
  private ChannelOutcome channel = new ChannelOutcome.Succeeded(Optional.of("ref"));
  private boolean channelAnswers = true;
  private final List<String> told = new ArrayList<>();
  private final List<Event> all = new ArrayList<>();
  private int commands;

  Diary(String start) {
    now = Given.time(start);
  }

  State state() {
    return state;
  }

  List<Event> all() {
    return all;
  }

  /** What the channel says from now on. */
  Diary channel(ChannelOutcome outcome) {
    channel = outcome;
    channelAnswers = true;
    return this;
  }

  /** The channel is silent from now on. */
  Diary channelSilent() {
    channelAnswers = false;
    return this;
  }

  Answer create(CreateRequest request) {
    return command(new Input.Command.Create(id(), Given.CLIENT, request));
  }

  Answer approve() {
    return command(new Input.Command.Approve(id(), Given.CLIENT, Optional.empty()));
  }

  Answer decline() {
    return command(new Input.Command.Decline(id(), Given.CLIENT, Optional.empty()));
  }

  Answer cancel() {
    return command(new Input.Command.CancelRenewal(id(), Given.CLIENT));
  }

  Answer terminate() {
    return command(new Input.Command.Terminate(id(), Given.CLIENT));
  }

  Answer command(Input.Command command) {
    Optional<Answer> answer = take(command, now);
    passDueMoments(now);
    return answer.orElseThrow();
  }

  /** Gives the domain an input as it is. */
  Optional<Answer> take(Input input, Instant at) {
    Decision decision = Decider.decide(state, input, new Moment(at, at));
    for (Event event : decision.events()) {
      State.Existing after = Evolver.evolve(state, event, at);
      long before = state instanceof State.Existing existing ? existing.head().sequence() : 0;
      assertThat(after.head().sequence()).as("sequences have no gaps").isEqualTo(before + 1);
      state = after;
      all.add(event);
      told.add(at + " " + name(event));
      if (channelAnswers) {
        answer(event, at);
      }
    }
    return decision.answer();
  }

  private void answer(Event event, Instant at) {
    Optional<Input.ChannelAnswer> answer =
        switch (event) {
          case Event.ChargeRequested e -> Optional.of(answer(e.payment(), e.attempt(), 0));
          case Event.ChargePresentedAgain e -> Optional.of(answer(e.payment(), e.attempt(), 0));
          case Event.InquiryRequested e ->
              Optional.of(answer(e.payment(), e.attempt(), e.inquiry()));
          default -> Optional.empty();
        };
    answer.ifPresent(a -> take(a, at));
  }

  private Input.ChannelAnswer answer(Payment payment, int attempt, int inquiry) {
    return new Input.ChannelAnswer(
        payment.paymentId(), attempt, inquiry, channel, Optional.empty());
  }

  /** Lets time pass to this moment, through every due moment on the way. */
  Diary until(String time) {
    Instant to = Given.time(time);
    passDueMoments(to);
    now = to;
    return this;
  }

  private void passDueMoments(Instant to) {
    for (int steps = 0; steps < 100_000; steps++) {
      Optional<Instant> due = Agenda.nextDueAt(state).filter(at -> !at.isAfter(to));
      if (due.isEmpty()) {
        return;
      }
      Instant at = due.get().isAfter(reached()) ? due.get() : reached();
      take(new Input.Due(due.get()), at);
    }
    throw new AssertionError("time does not pass: due at " + Agenda.nextDueAt(state));
  }

  private Instant reached() {
    return state instanceof State.Existing existing ? existing.head().at() : now;
  }

  /** Exactly these events followed since the last look, each as {@code time Name …}. */
  Diary tells(String... events) {
    assertThat(told).containsExactly(events);
    told.clear();
    return this;
  }

  /** Forgets what was told so far. */
  Diary skip() {
    told.clear();
    return this;
  }

  private String id() {
    return "c-" + ++commands;
  }

  private static String name(Event event) {
    String name = event.getClass().getSimpleName();
    return switch (event) {
      case Event.PeriodStarted e -> name + " " + e.period().number();
      case Event.ChargeRequested e ->
          name
              + " "
              + e.payment().period().number()
              + "/"
              + e.attempt()
              + " "
              + e.payment().amount().amountMinor();
      case Event.PaymentEvent e -> name + " " + e.payment().period().number();
      case Event.RenewalCancelled e -> name + " " + e.serviceEnd();
      default -> name;
    };
  }
}
