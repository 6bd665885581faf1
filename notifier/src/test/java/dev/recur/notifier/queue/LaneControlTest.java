package dev.recur.notifier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.queue.LaneControl.Breaker;
import dev.recur.notifier.queue.LaneControl.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much a receiver is asked at a time. */
class LaneControlTest {

  private static final long NOW = 1_000_000;
  private static final int MAX = 16;

  private final LaneControl control = new LaneControl(MAX);

  @Test
  void quickAcknowledgements_shouldMakeRoom_upToTheMost() {
    assertThat(control.room()).isEqualTo(8);
    for (int i = 0; i < 40; i++) {
      finish(fill(NOW), Answer.ACKNOWLEDGED, NOW + 10);
    }
    assertThat(control.room()).isEqualTo(MAX);
  }

  @Test
  void slowAcknowledgements_shouldMakeNoRoom() {
    for (int i = 0; i < 40; i++) {
      finish(fill(NOW), Answer.ACKNOWLEDGED, NOW + 1_001);
    }
    assertThat(control.room()).isEqualTo(8);
  }

  @Test
  void roomThatIsNotUsed_shouldNotGrow() {
    for (int i = 0; i < 100; i++) {
      Ticket ticket = control.started(true, NOW);
      control.finished(ticket, Answer.ACKNOWLEDGED, NOW + 10);
    }
    assertThat(control.room()).isEqualTo(8);
  }

  @Test
  void overload_shouldHalveTheRoom_onceForAllThatWereInTheAir() {
    List<Ticket> tickets = fill(NOW);
    finish(tickets.subList(0, 4), Answer.OVERLOADED, NOW + 10);
    assertThat(control.room()).isEqualTo(4);

    finish(tickets.subList(4, 8), Answer.ACKNOWLEDGED, NOW + 10);
    finish(List.of(control.started(true, NOW + 20)), Answer.NONE, NOW + 30);
    assertThat(control.room()).isEqualTo(2);
  }

  @Test
  void refusals_shouldNeitherMakeRoomNorTakeIt_norOpenTheBreaker() {
    for (int i = 0; i < 40; i++) {
      finish(fill(NOW), Answer.REFUSED, NOW + 10);
    }
    assertThat(control.room()).isEqualTo(8);
    assertThat(control.breaker()).isEqualTo(Breaker.CLOSED);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST", "NOT_ALLOWED", "OUR_FAULT", "NOBODY"})
  void whatIsNoWordOfTheReceiver_shouldTeachNothing_andLeaveTheProbeToTheNext(Answer answer) {
    for (int i = 0; i < 40; i++) {
      finish(fill(NOW), answer, NOW + 10);
    }
    assertThat(control.room()).isEqualTo(8);
    assertThat(control.breaker()).isEqualTo(Breaker.CLOSED);

    for (int i = 0; i < 5; i++) {
      control.finished(control.started(true, NOW), Answer.NONE, NOW);
    }
    long at = control.mayStartAt(true, NOW);
    control.finished(control.started(true, at), answer, at);
    assertThat(control.breaker()).isEqualTo(Breaker.OPEN);
    assertThat(control.mayStartAt(true, at)).isEqualTo(at);
    Ticket probe = control.started(true, at);
    assertThat(probe.probe()).isTrue();
    control.finished(probe, Answer.ACKNOWLEDGED, at);
    assertThat(control.breaker()).isEqualTo(Breaker.CLOSED);
  }

  @Test
  void fiveWithoutAnAnswerInARow_shouldOpenTheBreaker_withOneProbeAtGrowingPauses() {
    for (int i = 0; i < 5; i++) {
      assertThat(control.breaker()).isEqualTo(Breaker.CLOSED);
      control.finished(control.started(true, NOW + i), Answer.NONE, NOW + i);
    }
    long now = NOW + 4;
    for (long pause : new long[] {5, 10, 20, 40, 80, 160, 300, 300}) {
      assertThat(control.breaker()).isEqualTo(Breaker.OPEN);
      long at = control.mayStartAt(true, now);
      assertThat(at).isEqualTo(now + pause * 1_000);
      now = at;
      Ticket probe = control.started(true, now);
      assertThat(control.mayStartAt(true, now)).isEqualTo(LaneControl.NEVER);
      assertThat(control.mayStartAt(false, now)).isEqualTo(LaneControl.NEVER);
      control.finished(probe, Answer.NONE, now);
    }
    now = control.mayStartAt(false, now);
    control.finished(control.started(false, now), Answer.ACKNOWLEDGED, now);

    assertThat(control.breaker()).isEqualTo(Breaker.CLOSED);
    assertThat(control.room()).isOne();
  }

  @Test
  void mostAnswersOfAMinuteInTrouble_shouldOpenTheBreaker_fewShouldNot() {
    for (int i = 0; i < 9; i++) {
      control.finished(control.started(true, NOW), Answer.BROKEN, NOW);
    }
    assertThat(control.breaker()).isEqualTo(Breaker.CLOSED);
    control.finished(control.started(true, NOW + 70_000), Answer.BROKEN, NOW + 70_000);
    assertThat(control.breaker()).isEqualTo(Breaker.CLOSED);

    for (int i = 0; i < 3; i++) {
      control.finished(control.started(true, NOW + 71_000), Answer.ACKNOWLEDGED, NOW + 71_000);
    }
    for (int i = 0; i < 5; i++) {
      control.finished(control.started(true, NOW + 72_000), Answer.BROKEN, NOW + 72_000);
    }
    assertThat(control.breaker()).isEqualTo(Breaker.CLOSED);
    control.finished(control.started(true, NOW + 72_000), Answer.BROKEN, NOW + 72_000);
    assertThat(control.breaker()).isEqualTo(Breaker.OPEN);
  }

  @Test
  void retriesAndReplays_shouldTakeHalfOfTheRoomAtMost() {
    for (int i = 0; i < 4; i++) {
      control.started(false, NOW);
    }
    assertThat(control.mayStartAt(false, NOW)).isEqualTo(LaneControl.NEVER);
    for (int i = 0; i < 4; i++) {
      assertThat(control.mayStartAt(true, NOW)).isLessThanOrEqualTo(NOW);
      control.started(true, NOW);
    }
    assertThat(control.mayStartAt(true, NOW)).isEqualTo(LaneControl.NEVER);
  }

  @Test
  void wishToBeLeftAlone_shouldBeFollowed_butNotForEver() {
    control.retryAfter(NOW + 60_000, NOW);
    assertThat(control.mayStartAt(true, NOW)).isEqualTo(NOW + 60_000);
    control.retryAfter(NOW + 1_000, NOW);
    assertThat(control.mayStartAt(true, NOW)).isEqualTo(NOW + 60_000);
    control.retryAfter(Long.MAX_VALUE, NOW);
    assertThat(control.mayStartAt(true, NOW)).isEqualTo(NOW + 6 * 3_600_000);
  }

  @Test
  void rate_shouldBeKept_afterWhatBelongsToASecond() {
    control.rate(OptionalDouble.of(2));
    long now = NOW;
    List<Long> starts = new ArrayList<>();
    while (starts.size() < 6) {
      long at = control.mayStartAt(true, now);
      now = Math.max(at, now);
      starts.add(now - NOW);
      control.finished(control.started(true, now), Answer.ACKNOWLEDGED, now);
    }
    assertThat(starts).containsExactly(0L, 0L, 500L, 1_000L, 1_500L, 2_000L);
  }

  /** What may happen next in the world. */
  enum Move {
    START_FIRST,
    START_OTHER,
    ACKNOWLEDGE,
    REFUSE,
    BREAK,
    OVERLOAD,
    NO_ANSWER,
    RETRY_AFTER,
    WAIT
  }

  /**
   * A move.
   *
   * @param size how much of it: which one in the air, or how many milliseconds
   */
  record Step(Move move, int size) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(Move.class), Arbitraries.integers().between(0, 20_000))
        .as(Step::new)
        .list()
        .ofMaxSize(200);
  }

  @Provide
  Arbitrary<OptionalDouble> rates() {
    return Arbitraries.of(OptionalDouble.empty(), OptionalDouble.of(0.5), OptionalDouble.of(20));
  }

  @Property(tries = 2_000)
  void limits_shouldHold_andTheLaneNeverStandStill(
      @ForAll("steps") List<Step> steps, @ForAll("rates") OptionalDouble rate) {
    World world = new World(rate);
    steps.forEach(world::step);
    world.settle();

    assertThat(world.control.breaker()).isEqualTo(Breaker.CLOSED);
  }

  private static final class World {
    private final LaneControl control = new LaneControl(MAX);
    private final OptionalDouble rate;
    private final List<Ticket> inTheAir = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private long now = NOW;

    World(OptionalDouble rate) {
      this.rate = rate;
      control.rate(rate);
    }

    void step(Step step) {
      switch (step.move()) {
        case START_FIRST -> start(true);
        case START_OTHER -> start(false);
        case ACKNOWLEDGE -> finish(step.size(), Answer.ACKNOWLEDGED);
        case REFUSE -> finish(step.size(), Answer.REFUSED);
        case BREAK -> finish(step.size(), Answer.BROKEN);
        case OVERLOAD -> finish(step.size(), Answer.OVERLOADED);
        case NO_ANSWER -> finish(step.size(), Answer.NONE);
        case RETRY_AFTER -> control.retryAfter(now + step.size(), now);
        case WAIT -> now += step.size();
      }
      assertThat(control.room()).isBetween(1, MAX);
      if (inTheAir.isEmpty()) {
        // Something can always be begun sooner or later, or the lane would stand still.
        assertThat(control.mayStartAt(true, now)).isLessThanOrEqualTo(now + 6 * 3_600_000);
        assertThat(control.mayStartAt(false, now)).isLessThanOrEqualTo(now + 6 * 3_600_000);
      }
    }

    private void start(boolean first) {
      if (control.mayStartAt(first, now) > now) {
        return;
      }
      assertThat(inTheAir.stream().filter(Ticket::probe)).isEmpty();
      boolean wasOpen = control.breaker() == Breaker.OPEN;
      Ticket ticket = control.started(first, now);
      assertThat(ticket.probe()).isEqualTo(wasOpen);
      inTheAir.add(ticket);
      starts.add(now);
      assertThat(inTheAir.size()).isLessThanOrEqualTo(control.room());
      if (!first) {
        assertThat(inTheAir.stream().filter(it -> !it.first()).count())
            .isLessThanOrEqualTo(Math.max(1, control.room() / 2));
      }
      checkRate();
    }

    /** In any span of time there are no more starts than the rate gives, and a second's burst. */
    private void checkRate() {
      if (rate.isPresent()) {
        double perSecond = rate.getAsDouble();
        for (int i = 0; i < starts.size(); i++) {
          double seconds = (now - starts.get(i)) / 1_000.0;
          assertThat((double) starts.size() - i)
              .isLessThanOrEqualTo(Math.max(1, perSecond) + perSecond * seconds + 0.001);
        }
      }
    }

    private void finish(int which, Answer answer) {
      if (!inTheAir.isEmpty()) {
        control.finished(inTheAir.remove(which % inTheAir.size()), answer, now);
      }
    }

    /** The receiver is well: the breaker closes again. */
    void settle() {
      while (!inTheAir.isEmpty()) {
        finish(0, Answer.ACKNOWLEDGED);
      }
      long at = control.mayStartAt(true, now);
      assertThat(at).isNotEqualTo(LaneControl.NEVER);
      now = Math.max(now, at);
      start(true);
      finish(0, Answer.ACKNOWLEDGED);
    }
  }

  private List<Ticket> fill(long now) {
    List<Ticket> tickets = new ArrayList<>();
    while (control.mayStartAt(true, now) <= now) {
      tickets.add(control.started(true, now));
    }
    return tickets;
  }

  private void finish(List<Ticket> tickets, Answer answer, long now) {
    tickets.forEach(ticket -> control.finished(ticket, answer, now));
  }
}
