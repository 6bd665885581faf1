package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.billing.domain.ScriptedChannel.Asked;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A subscription's life in a test, on a clock of its own: time passes through every due moment in
 * order, a channel answers what it is told to, and each step states exactly which events followed.
 */
final class Diary {
  private State state = State.UNBORN;
  private Instant now;
  private ZoneOffset offset = ZoneOffset.UTC;
  private final ScriptedChannel channel = new ScriptedChannel();
  private final Deque<Asked> unanswered = new ArrayDeque<>();
  private final List<Line> told = new ArrayList<>();
  private final List<Event> all = new ArrayList<>();
  private final Book book = new Book();
  private Optional<Answer> late = Optional.empty();
  private int commands;

  /** What happened, and when. */
  private record Line(Instant at, Event event) {
    String in(ZoneOffset offset) {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atOffset(offset))
          + " "
          + Words.of(event);
    }
  }

  Diary(String start) {
    now = Given.time(start);
  }

  /** A subscription that exists and that the buyer has agreed to. */
  static Diary approved(String at, CreateRequest request) {
    Diary diary = new Diary(at);
    assertThat(diary.create(request).succeeded()).isTrue();
    assertThat(diary.approve().succeeded()).isTrue();
    return diary;
  }

  /** A plain monthly subscription from now on, with nothing told so far. */
  static Diary monthly(String at) {
    return approved(at, Given.monthly(at)).skip();
  }

  /** Times are told in this offset from now on. */
  Diary in(String offsetId) {
    offset = ZoneOffset.of(offsetId);
    return this;
  }

  State state() {
    return state;
  }

  State.Existing existing() {
    return (State.Existing) state;
  }

  State.Live live() {
    return (State.Live) state;
  }

  LifecycleStatus status() {
    return LifecycleStatus.of(existing());
  }

  String subscriptionId() {
    return existing().head().terms().subscriptionId();
  }

  String paymentOf(int period) {
    return PaymentIds.of(subscriptionId(), new Purpose.ForPeriod(period));
  }

  /** The payment that has no final outcome yet. */
  Collection open() {
    return existing().collection().orElseThrow();
  }

  Instant now() {
    return now;
  }

  List<Event> all() {
    return all;
  }

  /** What the channel says from now on. */
  Diary channel(ChannelOutcome outcome) {
    channel.says(outcome);
    return this;
  }

  /** Everything is pending first, and succeeds this many minutes after it was asked for. */
  Diary channelPending(int minutes) {
    channel.pendsFor(minutes);
    return this;
  }

  /** What the channel says of refunds from now on. */
  Diary channelOfRefunds(ChannelOutcome outcome) {
    channel.saysOfRefunds(outcome);
    return this;
  }

  /** The channel is silent about refunds from now on, whatever it says of charges. */
  Diary channelSilentOfRefunds() {
    channel.isSilentOfRefunds();
    return this;
  }

  /** No order reaches the channel from now on, but inquiries do. */
  Diary channelNeverReached() {
    channel.isNeverReached();
    return this;
  }

  /** The channel is silent from now on. */
  Diary channelSilent() {
    channel.isSilent();
    return this;
  }

  /** The channel breaks its silence about the latest request. */
  Diary answered(ChannelOutcome outcome) {
    take(unanswered.removeLast().answered(outcome), reached());
    return this;
  }

  /** The channel says something of an attempt, asked or not. */
  Diary says(ChannelOutcome outcome, String paymentId, int attempt) {
    take(new Input.ChannelAnswer(paymentId, attempt, 0, outcome, Memory.NONE), reached());
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

  Answer update(NewTerms terms) {
    return command(new Input.Command.Update(id(), Given.CLIENT, terms.build(), Memory.NONE));
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

  /** A charge of the price of a period. */
  Answer charge(String requestId) {
    return charge(requestId, Optional.empty());
  }

  Answer charge(String requestId, Optional<Money> amount) {
    return command(new Input.Command.ChargeNow(id(), Given.CLIENT, requestId, amount, Memory.NONE));
  }

  Answer refund(String requestId, String paymentId, long minor) {
    return refund(requestId, paymentId, Given.usd(minor));
  }

  Answer refund(String requestId, String paymentId, Money amount) {
    return command(
        new Input.Command.RefundPayment(
            id(),
            Given.CLIENT,
            requestId,
            paymentId,
            amount,
            Optional.of("https://shop.example/refund"),
            Memory.NONE));
  }

  Answer heldCycles(boolean approve) {
    return command(new Input.Command.HeldCycles(id(), Given.CLIENT, approve, Memory.NONE));
  }

  Answer release() {
    return command(new Input.Command.Release(id(), Given.CLIENT, Optional.of("looked at it")));
  }

  /** The answer; of a command that is answered later, the answer that came later. */
  Answer command(Input.Command command) {
    return sent(command).orElseThrow();
  }

  /** The answer, or nothing when it has not come yet. */
  Optional<Answer> sent(Input.Command command) {
    late = Optional.empty();
    Optional<Answer> answer = take(command, now);
    passDueMoments(now);
    return answer.or(() -> late);
  }

  /** What somebody is told who had waited for an earlier command. */
  Optional<Answer> lateAnswer() {
    return late;
  }

  /** The latest payment of more than nothing that succeeded. */
  Optional<String> lastPaid() {
    return all.reversed().stream()
        .filter(Event.ChargeSucceeded.class::isInstance)
        .map(event -> ((Event.ChargeSucceeded) event).payment().paymentId())
        .findFirst();
  }

  /**
   * The latest request about a charge that the channel got; one it never got when there is none.
   */
  Asked latestCharge() {
    return latestAsked(false);
  }

  /** The same about a refund. */
  Asked latestRefund() {
    return latestAsked(true);
  }

  private Asked latestAsked(boolean ofARefund) {
    return all.reversed().stream()
        .flatMap(event -> Asked.by(event).stream())
        .filter(asked -> asked.payment().purpose() instanceof Purpose.ForRefund == ofARefund)
        .findFirst()
        .orElseGet(ScriptedChannel::neverAsked);
  }

  /** The payment with this id, as it was settled. */
  SettledPayment settled(String paymentId) {
    return book.find(paymentId).orElseThrow();
  }

  /** Nothing runs until this moment; then everything that fell due is decided at once, late. */
  Diary outageUntil(String time) {
    Instant to = asleepUntil(time).now;
    for (int steps = 0; steps < 100_000; steps++) {
      Optional<Instant> due = Agenda.nextDueAt(state).filter(at -> !at.isAfter(to));
      if (due.isEmpty()) {
        return this;
      }
      take(new Input.Due(due.get()), to);
    }
    throw new AssertionError("time does not pass: due at " + Agenda.nextDueAt(state));
  }

  /** Nothing runs until this moment; what fell due is still to be decided. */
  Diary asleepUntil(String time) {
    now = Given.time(time);
    return this;
  }

  /** Gives the domain an input as it is. */
  Optional<Answer> take(Input input, Instant at) {
    Decision decision = Decider.decide(state, book.with(state, input), new Moment(at, at));
    book.keep(state, decision);
    decision.late().ifPresent(later -> late = Optional.of(later.answer()));
    for (Event event : decision.events()) {
      State.Existing after = Evolver.evolve(state, event, at);
      long before = state instanceof State.Existing existing ? existing.head().sequence() : 0;
      assertThat(after.head().sequence()).as("sequences have no gaps").isEqualTo(before + 1);
      state = after;
      all.add(event);
      told.add(new Line(at, event));
    }
    decision.events().forEach(event -> Asked.by(event).ifPresent(asked -> answer(asked, at)));
    return decision.answer();
  }

  private void answer(Asked asked, Instant at) {
    channel
        .asked(asked, at)
        .ifPresentOrElse(
            outcome -> take(asked.answered(outcome), at), () -> unanswered.addLast(asked));
  }

  /** Lets time pass to this moment, through every due moment on the way. */
  Diary until(String time) {
    return until(Given.time(time));
  }

  /** The same. */
  Diary until(Instant to) {
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

  /** How far time has come: what is late is decided then, and not in the past. */
  Instant reached() {
    return state instanceof State.Existing existing && existing.head().at().isAfter(now)
        ? existing.head().at()
        : now;
  }

  /** Exactly these events followed since the last look, each as {@code time Name …}. */
  Diary tells(String... events) {
    assertThat(told.stream().map(line -> line.in(offset))).containsExactly(events);
    told.clear();
    return this;
  }

  /** Forgets the first lines of what was told. */
  Diary forget(int lines) {
    told.subList(0, lines).clear();
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
}
