package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.NOT_FOUND;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.REFUSED;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static dev.recur.billing.domain.ScriptedChannel.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.billing.domain.ScriptedChannel.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * After a stop, what is due is taken as far as others' records have been read, step by step: dated
 * when it fell due, but made now. Whether much or little lay there to be read changes no bill, and
 * the channel has its time from when it is really asked.
 */
class LateReadingTest {
  private static final Instant START = Given.time("2026-01-01T00:00:00Z");

  /** When the second period's charge falls due, an hour before it begins. */
  private static final Instant DUE = START.plus(Duration.ofHours(23));

  /** However much there is to read, the bills are those of one beside which there is nothing. */
  @Property(tries = 500)
  void outageThatIsReadStepByStep_shouldLeadToTheSameBills(
      @ForAll Policies.CatchUp policy,
      @ForAll @IntRange(max = 1440) int leadMinutes,
      @ForAll @IntRange(min = 1, max = 240) int outageHours,
      @ForAll("outcomes") ChannelOutcome outcome,
      @ForAll @Size(max = 12) List<@IntRange(min = 1, max = 48) Integer> stepHours) {
    Instant end = START.plus(Duration.ofHours(outageHours));
    Daily stepByStep = new Daily(policy, leadMinutes);
    stepByStep.now = end;
    Instant through = START;
    for (int hours : stepHours) {
      through = through.plus(Duration.ofHours(hours));
      stepByStep.readThrough(through.isBefore(end) ? through : end);
    }
    Daily atOnce = new Daily(policy, leadMinutes);
    atOnce.now = end;
    for (Daily one : List.of(atOnce, stepByStep)) {
      one.readThrough(end);
      for (int answers = 0; answers < 30; answers++) {
        one.answer(outcome);
        one.readThrough(end);
      }
      one.now = end.plus(Duration.ofDays(3));
      one.readThrough(one.now);
    }
    assertThat(stepByStep.told()).isEqualTo(atOnce.told());
  }

  @Provide
  Arbitrary<ChannelOutcome> outcomes() {
    return Arbitraries.of(OK, SOFT, REFUSED, UNKNOWN);
  }

  /** The channel has its whole time to answer, counted from when it is really asked. */
  @Property(tries = 200)
  void chargeThatIsMadeLate_shouldBeInquiredAboutAsOneThatIsMadeInTime(
      @ForAll @IntRange(min = 1, max = 25 * 60 - 1) int minutesLate) {
    Daily late = chargedLate(minutesLate);
    assertThat(late.told()).containsExactly("ChargeRequested 2/1 1999");
    assertThat(late.inquiryDueAt()).isEqualTo(late.now.plus(Duration.ofMinutes(30)));
    late.answer(UNKNOWN);
    assertThat(late.inquiryDueAt()).isEqualTo(late.now.plus(Duration.ofMinutes(1)));
    late.now = late.now.plus(Duration.ofMinutes(1));
    late.readThrough(late.now);
    late.answer(NOT_FOUND);
    late.answer(REFUSED);
    assertThat(late.told()).contains("ChargePresentedAgain 2").doesNotContain("ChargeDeclined 2");
    assertThat(late.inquiryDueAt())
        .as("presented a minute in vain")
        .isEqualTo(late.now.plus(Duration.ofMinutes(1)));
  }

  @Property(tries = 200)
  void chargeThatIsMadeLateAndRefused_shouldBeDeclinedAtOnce(
      @ForAll @IntRange(min = 1, max = 25 * 60 - 1) int minutesLate) {
    Daily late = chargedLate(minutesLate);
    late.readThrough(late.now);
    late.answer(REFUSED);
    assertThat(late.told()).contains("ChargeDeclined 2").doesNotContain("InquiryRequested 2");
  }

  /** What was under way as the stop came is not inquired about all at once. */
  @Property(tries = 200)
  void inquiryThatIsMadeLate_shouldLeaveTheNextOneItsDistance(
      @ForAll @IntRange(min = 1, max = 20 * 24) int hours) {
    Daily late = chargedLate(0);
    late.now = DUE.plus(Duration.ofHours(hours));
    late.readThrough(DUE.plus(Duration.ofMinutes(30)));
    assertThat(late.told()).endsWith("InquiryRequested 2");
    assertThat(late.inquiryDueAt()).isEqualTo(late.now.plus(Duration.ofMinutes(90)));
  }

  /** What fell due is only read so long after. */
  private static Daily chargedLate(int minutes) {
    Daily late = new Daily(Policies.CatchUp.EACH, 60);
    late.now = DUE.plus(Duration.ofMinutes(minutes));
    late.readThrough(DUE);
    return late;
  }

  /** A subscription that is charged daily, and whose first period is paid. */
  private static final class Daily {
    private State state = State.UNBORN;

    /** Real time, at which everything is taken up. */
    private Instant now = START;

    private final Book book = new Book();
    private final List<String> told = new ArrayList<>();
    private Optional<Asked> asked = Optional.empty();

    Daily(Policies.CatchUp policy, int leadMinutes) {
      Offer offer =
          Offer.from(START.toString())
              .every(1, PeriodUnit.DAY)
              .catchUp(policy, 3)
              .lead(leadMinutes);
      take(new Input.Command.Create("c-1", Given.CLIENT, offer.build()), now);
      take(new Input.Command.Approve("c-2", Given.CLIENT, Optional.empty(), Optional.empty()), now);
      for (int charges = 0; charges < 2; charges++) {
        readThrough(now);
        answer(OK);
      }
      told.clear();
    }

    List<String> told() {
      return told;
    }

    /** Others' records have been read to this time: what fell due until then is taken. */
    void readThrough(Instant time) {
      for (int taken = 0; taken < 1000; taken++) {
        Optional<Instant> due = Agenda.nextDueAt(state).filter(at -> !at.isAfter(time));
        if (due.isEmpty()) {
          return;
        }
        take(new Input.Due(due.get()), time);
      }
      throw new AssertionError("due for ever");
    }

    /** The channel answers, in real time, the request that is out. */
    void answer(ChannelOutcome outcome) {
      Optional<Asked> request = asked;
      asked = Optional.empty();
      request.ifPresent(one -> take(one.answered(outcome), now));
    }

    private void take(Input input, Instant at) {
      boolean isBack = state instanceof State.Existing existing && existing.head().at().isAfter(at);
      Instant decidedAt = isBack ? ((State.Existing) state).head().at() : at;
      Decision decision =
          Decider.decide(state, book.with(state, input), new Moment(decidedAt, now));
      book.keep(state, decision);
      for (Event event : decision.events()) {
        state = Evolver.evolve(state, event, decidedAt);
        told.add(Words.of(event));
        asked = Asked.by(event).or(() -> asked);
      }
    }

    Instant inquiryDueAt() {
      Collection open = ((State.Existing) state).collection().orElseThrow();
      return switch (open.phase()) {
        case Collection.Phase.AwaitingInquiry waiting -> waiting.inquireAt();
        case Collection.Phase.InFlight(int inquiry) ->
            InquiryLadder.afterSilence(inquiry)
                .flatMap(next -> InquiryLadder.dueAt(open.presentedAt(), next))
                .orElseThrow();
        case Collection.Phase.AwaitingRetry _, Collection.Phase.Unresolved _ ->
            throw new AssertionError("nothing is asked");
      };
    }
  }
}
