package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.billing.domain.ScriptedChannel.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A subscription among everything that can happen to it, in any order: commands, repeated and late
 * answers, due moments, time that jumps. Checks after every input what must always hold.
 */
public final class World {
  private static final Instant START = Given.time("2026-01-31T10:00:00+08:00");

  private State state = State.UNBORN;
  private Instant now = START;
  private final List<Taken> inputs = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final Book book = new Book();
  private final Ledger ledger = new Ledger();
  private final List<Asked> asked = new ArrayList<>();
  private Consumer<State.Existing> witness = _ -> {};
  private int commands;

  /** An input, and when it was decided. */
  private record Taken(Input input, Instant at) {}

  /** A subscription that is born and to which all this happens. */
  public static World of(List<Happening> history) {
    return of(history, _ -> {});
  }

  /**
   * The same.
   *
   * @param witness sees every state that is reached
   */
  public static World of(List<Happening> history, Consumer<State.Existing> witness) {
    World world = new World();
    world.witness = witness;
    int first = history.getFirst().detail();
    new Happening(0, first).to(world);
    if (first % 10 != 9) {
      // Mostly the buyer agrees at once: what expires has little to tell.
      new Happening(1, first).to(world);
    }
    history.forEach(happening -> happening.to(world));
    return world;
  }

  public State state() {
    return state;
  }

  public List<Event> events() {
    return events;
  }

  Instant now() {
    return now;
  }

  /** Ids of the payments that have a final outcome, refunds among them. */
  List<String> settled() {
    return book.payments().keySet().stream().sorted().toList();
  }

  boolean isPaid(String paymentId) {
    return book.find(paymentId).filter(SettledPayment::succeeded).isPresent();
  }

  /** What the channel was asked, the latest last. */
  List<Asked> asked() {
    return asked;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  String nextId() {
    return "c-" + ++commands;
  }

  /** Nothing runs for a while; then all that fell due is taken late. */
  void sleep(Duration time) {
    pass(time);
    for (int taken = 0; taken < 300; taken++) {
      Optional<Instant> due = Agenda.nextDueAt(state).filter(at -> !at.isAfter(now));
      if (due.isEmpty()) {
        return;
      }
      take(new Input.Due(due.get()));
    }
  }

  void passToNextDue() {
    Optional<Agenda.Item> item = Agenda.next(state);
    if (item.isEmpty()) {
      return;
    }
    assertThat(LifeState.of(state).dues())
        .as("what can fall due in %s", LifeState.of(state))
        .contains(DueKind.of(item.get()));
    Instant dueAt = item.get().dueAt();
    now = now.isAfter(dueAt) ? now : dueAt;
    // What is announced too late stays until its charge is taken; something else is done.
    boolean tooLate =
        item.get() instanceof Agenda.Item.Announce announce && !announce.chargeAt().isAfter(now);
    Optional<Agenda.Item> taken = tooLate ? Agenda.nextUnannounced(state) : item;
    take(new Input.Due(dueAt));
    assertThat(tooLate ? Agenda.nextUnannounced(state) : Agenda.next(state))
        .as("a due item that was taken is not due again")
        .isNotEqualTo(taken);
  }

  void take(Input input) {
    inputs.add(new Taken(input, now));
    State before = state;
    Decision decision = Decider.decide(state, book.with(state, input), new Moment(now, now));
    checkAnswer(input, decision);
    for (Event event : decision.events()) {
      ledger.check(state, event, book, now);
      Asked.by(event).ifPresent(asked::add);
      long sequence = state instanceof State.Existing existing ? existing.head().sequence() : 0;
      State.Existing after = Evolver.evolve(state, event, now);
      assertThat(after.head().sequence()).as("sequences have no gaps").isEqualTo(sequence + 1);
      state = after;
      events.add(event);
      witness.accept(after);
    }
    book.keep(before, decision);
    assertThat(Agenda.nextDueAt(state)).isNotNull();
    ledger.checkMoney(book);
    checkFirstAttempt();
  }

  /** Accepted, refused with a reason, or answered later; answers and due items may do nothing. */
  private void checkAnswer(Input input, Decision decision) {
    boolean settles = input instanceof Input.Command.SettleChange;
    boolean later =
        decision.events().stream()
            .anyMatch(e -> e instanceof Event.ChangeStarted || e instanceof Event.RefundRequested);
    if (input instanceof Input.Command) {
      assertThat(decision.answer().isPresent() || later || settles)
          .as("a command is answered")
          .isTrue();
    }
    decision
        .answer()
        .ifPresent(
            answer -> {
              assertThat(answer.code()).isNotBlank();
              assertThat(answer.message()).as("says what to do").endsWith(".");
              boolean told =
                  decision.events().stream().anyMatch(Event.CommandRefused.class::isInstance);
              assertThat(answer.succeeded() && told).as("refused and accepted").isFalse();
            });
  }

  /** What the stores rely on: they do not look for the outcome of a payment that is so new. */
  private void checkFirstAttempt() {
    if (state instanceof State.Existing existing) {
      existing
          .collection()
          .filter(open -> open.attempt() == 1)
          .ifPresent(
              open ->
                  assertThat(book.find(open.payment().paymentId()))
                      .as("the outcome of a payment at its first attempt")
                      .isEmpty());
    }
  }

  /** The events fold into the state; the inputs decide into the events once more. */
  void checkReplay() {
    State folded = State.UNBORN;
    Book memory = new Book();
    List<Event> again = new ArrayList<>();
    for (Taken taken : inputs) {
      Decision decision =
          Decider.decide(
              folded, memory.with(folded, taken.input()), new Moment(taken.at(), taken.at()));
      memory.keep(folded, decision);
      for (Event event : decision.events()) {
        folded = Evolver.evolve(folded, event, taken.at());
        again.add(event);
      }
    }
    assertThat(again).isEqualTo(events);
    assertThat(folded).isEqualTo(state);
    assertThat(memory.payments()).isEqualTo(book.payments());
  }

  /** What must hold of the events taken together. */
  private static final class Ledger {
    private final Map<String, Integer> successes = new HashMap<>();
    private final Map<String, Long> movedMinor = new HashMap<>();
    private final Set<Integer> decided = new HashSet<>();
    private final Set<Integer> announcements = new HashSet<>();
    private final Set<String> backOnItsWord = new HashSet<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Set<String> reopened = new HashSet<>();
    private final Map<Integer, Instant> starts = new HashMap<>();
    private final List<Event.Updated> updates = new ArrayList<>();

    void check(State before, Event event, Book book, Instant now) {
      checkTerms(before, event);
      switch (event) {
        case Event.PeriodStarted e -> follows(before, e.period());
        case Event.PeriodSkipped e -> {
          decide(e.period().number());
          if (before instanceof State.Live live
              && e.period().number() > live.progress().current()) {
            follows(before, e.period());
          }
        }
        case Event.ChargeAnnounced e -> announce((State.Live) before, e, now);
        case Event.PeriodWaived e -> decide(e.payment().period().number());
        case Event.CatchUpDecided e when e.act() == Event.CatchUpAct.SKIP ->
            decide(e.payment().period().number());
        case Event.MethodReplaced _ ->
            book.payments().forEach((id, payment) -> reopen(id, payment, running(before)));
        case Event.Resumed _ ->
            book.payments().forEach((id, payment) -> reopen(id, payment, running(before) + 1));
        case Event.ChargeRequested e -> {
          String id = e.payment().paymentId();
          assertThat(book.find(id).isEmpty() || reopened.contains(id))
              .as("a settled payment is asked for again only when it failed and is open again")
              .isTrue();
          assertThat(e.attempt())
              .as("each attempt has a key of its own, and none is left out")
              .isEqualTo(attempts.merge(id, 1, Integer::sum));
          assertThat(e.payment().amount().amountMinor()).as("something is charged").isPositive();
          assertThat(before).isInstanceOf(State.Live.class);
          assertThat(((State.Live) before).dues().mayStillSucceed())
              .as("one attempt at a time")
              .isFalse();
          if (e.attempt() == 1 && e.payment().purpose() instanceof Purpose.ForPeriod(int number)) {
            decide(number);
          }
        }
        case Event.PaymentFailed e -> reopened.remove(e.payment().paymentId());
        case Event.ChargeSucceeded e -> {
          reopened.remove(e.payment().paymentId());
          moved(e.payment());
          assertThat(successes.merge(e.payment().paymentId(), 1, Integer::sum))
              .as("at most one success per purpose and period")
              .isEqualTo(1);
        }
        case Event.ChargeSurplus e -> moved(e.payment());
        case Event.RefundRequested e ->
            assertThat(e.facts().refund().amount().amountMinor()).isPositive();
        case Event.Parked(String reason) when reason.startsWith("More of ") ->
            backOnItsWord.add(reason.substring("More of ".length(), reason.indexOf(" went back")));
        default -> {}
      }
    }

    /** A period has one start, and the price that was agreed for it, however late it is charged. */
    private void checkTerms(State before, Event event) {
      switch (event) {
        case Event.Updated e -> updates.add(e);
        case Event.PeriodStarted e -> starts(e.period());
        case Event.PeriodSkipped e -> starts(e.period());
        case Event.PeriodWaived e -> decidedAt(before, e.payment());
        case Event.CatchUpDecided e -> decidedAt(before, e.payment());
        case Event.ChargeRequested e when e.payment().purpose() instanceof Purpose.ForPeriod -> {
          starts(e.payment().period());
          if (e.attempt() == 1 && !caughtUp(before, e.payment().period().number())) {
            decidedAt(before, e.payment());
          }
        }
        default -> {}
      }
    }

    /** True when the price was decided before: while the period was missed, or had waited. */
    private static boolean caughtUp(State before, int number) {
      return ((State.Live) before)
          .dues().backlog().stream().anyMatch(missed -> missed.period().number() == number);
    }

    private void decidedAt(State before, Payment payment) {
      starts(payment.period());
      int number = payment.period().number();
      Terms terms = ((State.Live) before).head().terms();
      boolean first = number == 1 && terms.initialAmount().isPresent();
      if (first || terms.trialOf(number).isPresent()) {
        return;
      }
      updates.stream()
          .filter(update -> !update.awaited() || update.fromPeriod() <= number)
          .flatMap(update -> update.price().stream())
          .reduce((_, later) -> later)
          .ifPresent(
              agreed ->
                  assertThat(payment.amount())
                      .as("the price agreed for period %s", number)
                      .isEqualTo(agreed));
    }

    private void starts(Period period) {
      Instant known = starts.putIfAbsent(period.number(), period.start());
      if (known != null) {
        assertThat(period.start()).as("start of period %s", period.number()).isEqualTo(known);
      }
    }

    /**
     * Another method opens what failed of the running period, or was charged ahead; a resume only
     * what was charged ahead, of a period that has not begun.
     */
    private void reopen(String id, SettledPayment settled, int from) {
      if (!settled.succeeded()
          && settled.payment().purpose() instanceof Purpose.ForPeriod(int number)
          && number >= from) {
        reopened.add(id);
      }
    }

    /** Of a charge that is to come as things are, once, not too early and never too late. */
    private void announce(State.Live before, Event.ChargeAnnounced announced, Instant now) {
      int period = announced.period().number();
      assertThat(announcements.add(period)).as("period %s is announced once", period).isTrue();
      assertThat(decided).as("what is decided is not announced").doesNotContain(period);
      assertThat(announced.chargeAt()).as("what is due is not announced").isAfter(now);
      assertThat(announced.amount().amountMinor()).as("something will be charged").isPositive();
      assertThat(announced.chargeAt()).isEqualTo(Agenda.chargeDueAt(before, period));
      assertThat(announced.period()).isEqualTo(before.schedule().period(period));
      assertThat(before.pause()).isEmpty();
      assertThat(before.head().parked()).isFalse();
      assertThat(before.renewal()).isEqualTo(State.Renewal.ON);
      Policies policies = before.head().terms().policies();
      boolean endsTrial = announced instanceof Event.TrialEnding;
      int days = endsTrial ? policies.trialNoticeDays() : policies.renewalNoticeDays();
      assertThat(days).as("the policy is on").isPositive();
      assertThat(Duration.between(now, announced.chargeAt()).toDays())
          .as("days ahead, and a day's shift of the clock")
          .isLessThanOrEqualTo(days + 1L);
      assertThat(announced.period().start())
          .as("of a period that has not begun")
          .isAfter(before.currentPeriod().map(Period::start).orElse(Instant.MIN));
    }

    private static int running(State before) {
      return ((State.Live) before).progress().current();
    }

    private void moved(Payment payment) {
      movedMinor.merge(payment.paymentId(), payment.amount().amountMinor(), Long::sum);
    }

    /** Of each period it is decided once: charged, waived or skipped. */
    private void decide(int period) {
      assertThat(decided.add(period)).as("period %s is decided once", period).isTrue();
    }

    /** A period ends where the next one begins, and numbers run on. */
    private static void follows(State before, Period period) {
      State.Live live = (State.Live) before;
      assertThat(period.number()).isEqualTo(live.progress().current() + 1);
      assertThat(period.start()).isBefore(period.end());
      live.currentPeriod()
          .ifPresent(current -> assertThat(period.start()).isEqualTo(current.end()));
    }

    /** What went back of an attempt never exceeds what it paid, and the book adds up. */
    void checkMoney(Book book) {
      book.payments()
          .forEach(
              (id, payment) -> {
                long amountMinor = payment.payment().amount().amountMinor();
                if (!backOnItsWord.contains(id)) {
                  assertThat(payment.successes())
                      .as("refunds never exceed what was paid")
                      .allMatch(s -> s.refundedMinor() >= 0 && s.refundedMinor() <= amountMinor);
                }
                if (payment.refund().isEmpty()) {
                  assertThat(payment.successes().size() * amountMinor)
                      .as("what the book says was paid is what moved")
                      .isEqualTo(movedMinor.getOrDefault(id, 0L));
                }
              });
    }
  }
}
