package dev.recur.notifier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.queue.Pending.Kind;
import dev.recur.notifier.queue.Pending.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** When a delivery that was not acknowledged is tried again. */
class ScheduleTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final Rules.Gate OPEN = new Rules.Gate(true, 0);

  /** The times of the contract, computed here by nothing but the contract's own table. */
  @Test
  void antomsSchedule_shouldBeTheContractsEightTimes() {
    List<Duration> times = new ArrayList<>(List.of(Duration.ZERO));
    Schedule.ANTOM.pauses().forEach(pause -> times.add(times.getLast().plus(pause)));

    assertThat(times)
        .containsExactly(
            Duration.ZERO,
            Duration.ofMinutes(2),
            Duration.ofMinutes(12),
            Duration.ofMinutes(22),
            Duration.ofMinutes(82),
            Duration.ofMinutes(202),
            Duration.ofMinutes(562),
            Duration.ofMinutes(1462));
  }

  @Test
  void longerSchedules_shouldLastAsLongAsTheirNames() {
    assertThat(sum(Schedule.DAYS_3)).isBetween(Duration.ofHours(71), Duration.ofHours(72));
    assertThat(sum(Schedule.DAYS_30))
        .isBetween(Duration.ofDays(30), Duration.ofDays(30).plusHours(1));
  }

  private static Duration sum(Schedule schedule) {
    return schedule.pauses().stream().reduce(Duration.ZERO, Duration::plus);
  }

  @Provide
  Arbitrary<Schedule> schedules() {
    return Arbitraries.of(Schedule.ANTOM, Schedule.DAYS_3, Schedule.DAYS_30);
  }

  @Property
  void pause_shouldBeWithinAFifthOfThePlan_andAlwaysTheSame(
      @ForAll("schedules") Schedule schedule, @ForAll String deliveryId) {
    for (int attempt = 1; attempt < schedule.attemptsMax(); attempt++) {
      Duration planned = schedule.pauses().get(attempt - 1);
      Duration pause = schedule.pauseAfter(attempt, deliveryId).orElseThrow();

      assertThat(pause)
          .isBetween(planned.multipliedBy(8).dividedBy(10), planned.multipliedBy(12).dividedBy(10))
          .isEqualTo(schedule.pauseAfter(attempt, deliveryId).orElseThrow());
    }
    assertThat(schedule.pauseAfter(schedule.attemptsMax(), deliveryId)).isEmpty();
  }

  @Property
  void schedule_shouldNotBeOverSooner_thanItTakesAtTheLeast(
      @ForAll("schedules") Schedule schedule, @ForAll String deliveryId) {
    Duration span = Duration.ZERO;
    for (int attempt = 1; attempt < schedule.attemptsMax(); attempt++) {
      span = span.plus(schedule.pauseAfter(attempt, deliveryId).orElseThrow());
    }
    assertThat(span).isGreaterThanOrEqualTo(schedule.spanMin());
  }

  @Test
  void manyThatFailedTogether_shouldNotComeBackTogether() {
    assertThat(
            IntStream.range(0, 1_000)
                .mapToObj(i -> Schedule.ANTOM.pauseAfter(1, "D" + i).orElseThrow().toSeconds())
                .distinct()
                .count())
        .isGreaterThan(40);
  }

  @Property
  void retryAfter_shouldLengthenThePause_neverShortenIt_andNotBeFollowedForEver(
      @ForAll("schedules") Schedule schedule,
      @ForAll @LongRange(min = -100_000, max = 200_000) long wishSeconds) {
    Instant planned = retryAt(schedule, Optional.empty());
    Instant wish = START.plusSeconds(wishSeconds);
    Instant latest = START.plus(Duration.ofHours(6));
    Instant bounded = wish.isAfter(latest) ? latest : wish;

    assertThat(retryAt(schedule, Optional.of(wish)))
        .isEqualTo(bounded.isAfter(planned) ? bounded : planned);
  }

  private static Instant retryAt(Schedule schedule, Optional<Instant> wish) {
    Pending pending = new Pending(Kind.EVENT, 0, 0, false, Optional.empty(), new Status.Due(START));
    Attempt attempt = new Attempt(1, 1, START, Answer.OVERLOADED, wish);
    Change change = Rules.attempted(Optional.of(pending), attempt, schedule, "D1", OPEN).getFirst();
    return ((Change.RetryDue) change).dueAt();
  }
}
