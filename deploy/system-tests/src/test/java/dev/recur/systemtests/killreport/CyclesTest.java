package dev.recur.systemtests.killreport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.systemtests.expect.Due;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.Offer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class CyclesTest {

  private static final Instant FIRST = Instant.parse("2026-11-26T10:00:00Z");

  private final Cycles cycles = Cycles.of("c", 2_001, FIRST, Duration.ofMinutes(3));

  @Test
  void cycles_shouldFallDueTwiceForEach_withinTheRun() {
    OffsetDateTime end = cycles.last().atOffset(ZoneOffset.UTC);
    List<Due> due =
        cycles.expectations("CLIENT").stream()
            .map(Expectation::calendar)
            .flatMap(calendar -> calendar.dueBy(end.plusHours(1)).stream())
            .toList();

    assertThat(due).hasSize(2_002);
    assertThat(due)
        .allSatisfy(one -> assertThat(one.dueAt().toInstant()).isBetween(FIRST, cycles.last()));
    assertThat(due)
        .extracting(one -> one.dueAt().toInstant())
        .contains(FIRST, FIRST.plus(Cycles.SECOND_AFTER), cycles.last());
  }

  @Test
  void banksThatDoNotKnow_shouldBeAskedBeforeTheEnd() {
    List<OffsetDateTime> starts =
        cycles.offers().stream()
            .filter(offer -> offer.mood() == Offer.Mood.UNKNOWN_THEN_PAYS)
            .map(Offer::start)
            .toList();

    assertThat(starts).hasSizeBetween(60, 70);
    assertThat(starts)
        .allSatisfy(
            start ->
                assertThat(start.toInstant().plus(Cycles.SECOND_AFTER).plusSeconds(60))
                    .isBeforeOrEqualTo(cycles.last()));
  }

  @Test
  void nextBunch_shouldBeWhenTheNextFallDue() {
    assertThat(cycles.nextBunch(FIRST)).isEqualTo(FIRST.plusSeconds(5));
    assertThat(cycles.nextBunch(FIRST.plusMillis(4_999))).isEqualTo(FIRST.plusSeconds(5));
    assertThat(cycles.nextBunch(FIRST.minusSeconds(60))).isEqualTo(FIRST.plusSeconds(5));
  }
}
