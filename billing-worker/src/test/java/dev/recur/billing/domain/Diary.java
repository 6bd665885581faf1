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
  private final Book book = new Book();
  private Optional<Answer> late = Optional.empty();
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
    return command(
        new Input.Command.Approve(id(), Given.CLIENT, Optional.empty(), Optional.empty()));
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

  Answer update(UpdateRequest request) {
    return command(new Input.Command.Update(id(), Given.CLIENT, request, Memory.NONE));
  }

  Answer pause(String requestId) {
    return command(
        new Input.Command.PauseCharging(
            id(), Given.CLIENT, requestId, Optional.empty(), Memory.NONE));
  }

  Answer pauseUntil(String requestId, String time) {
    return command(
        new Input.Command.PauseCharging(
            id(), Given.CLIENT, requestId, Optional.of(Given.time(time)), Memory.NONE));
  }

  Answer resume(String requestId) {
    return command(new Input.Command.Resume(id(), Given.CLIENT, requestId, Memory.NONE));
  }

  Answer replaceMethod(String requestId, String type) {
    return command(
        new Input.Command.ReplaceMethod(
            id(),
            Given.CLIENT,
            requestId,
            new PaymentMethod(type, Optional.of("ok")),
            Memory.NONE));
  }

  Answer charge(String requestId, Optional<Money> amount) {
    return command(new Input.Command.ChargeNow(id(), Given.CLIENT, requestId, amount, Memory.NONE));
  }

  Answer refund(String requestId, String paymentId, long minor) {
    return command(
        new Input.Command.RefundPayment(
            id(),
            Given.CLIENT,
            requestId,
            paymentId,
            Given.usd(minor),
            Optional.of("https://shop.example/refund"),
            Memory.NONE));
  }

  Answer change(ChangeRequest request) {
    return command(new Input.Command.ChangeSubscription(id(), Given.CLIENT, request, Memory.NONE));
  }

  Answer heldCycles(boolean approve) {
    return command(new Input.Command.HeldCycles(id(), Given.CLIENT, approve));
  }

  Answer release() {
    return command(new Input.Command.Release(id(), Given.CLIENT, Optional.of("looked at it")));
  }

  /** The answer; of a command that is answered later, the answer that came later. */
  Answer command(Input.Command command) {
    late = Optional.empty();
    Optional<Answer> answer = take(command, now);
    passDueMoments(now);
    return answer.or(() -> late).orElseThrow();
  }

  /** The payment with this id, as it was settled. */
  SettledPayment settled(String paymentId) {
    return book.find(paymentId).orElseThrow();
  }

  /** Nothing runs until this moment; then everything that fell due is decided at once, late. */
  Diary outageUntil(String time) {
    Instant to = Given.time(time);
    now = to;
    for (int steps = 0; steps < 100_000; steps++) {
      Optional<Instant> due = Agenda.nextDueAt(state).filter(at -> !at.isAfter(to));
      if (due.isEmpty()) {
        return this;
      }
      take(new Input.Due(due.get()), to);
    }
    throw new AssertionError("time does not pass: due at " + Agenda.nextDueAt(state));
  }

  /** Gives the domain an input as it is. */
  Optional<Answer> take(Input input, Instant at) {
    Decision decision = Decider.decide(state, book.with(state, input), new Moment(at, at));
    book.keep(decision);
    decision.late().ifPresent(later -> late = Optional.of(later.answer()));
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
          case Event.RefundRequested e -> Optional.of(answer(e.facts().refund(), 1, 0));
          case Event.RefundPresentedAgain e -> Optional.of(answer(e.facts().refund(), 1, 0));
          case Event.RefundInquiryRequested e ->
              Optional.of(answer(e.facts().refund(), 1, e.inquiry()));
          default -> Optional.empty();
        };
    answer.ifPresent(a -> take(a, at));
  }

  private Input.ChannelAnswer answer(Payment payment, int attempt, int inquiry) {
    return new Input.ChannelAnswer(payment.paymentId(), attempt, inquiry, channel, Memory.NONE);
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
      case Event.CatchUpDecided e -> name + " " + e.payment().period().number() + " " + e.act();
      case Event.PaymentEvent e -> name + " " + e.payment().period().number();
      case Event.PeriodSkipped e -> name + " " + e.period().number() + " " + e.reason();
      case Event.RefundEvent e -> name + " " + e.facts().refund().amount().amountMinor();
      case Event.CommandRefused e -> name + " " + e.code();
      case Event.HeldCyclesDecided e -> name + " " + e.approved() + " " + e.periods();
      case Event.RenewalCancelled e -> name + " " + e.serviceEnd();
      default -> name;
    };
  }
}
