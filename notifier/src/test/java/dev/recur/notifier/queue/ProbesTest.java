package dev.recur.notifier.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** When a lane that is failing is asked whether its receiver is back. */
class ProbesTest {

  private static final long FAILING_MS = 1_795_255_200_000L;

  @Test
  void pauses_shouldGrowFromABreakersLongest_toAnHour() {
    assertThat(
            LongStream.iterate(FAILING_MS, last -> Probes.nextAfter(FAILING_MS, last))
                .limit(8)
                .map(at -> Duration.ofMillis(at - FAILING_MS).toMinutes()))
        .containsExactly(0L, 5L, 15L, 35L, 75L, 135L, 195L, 255L);
  }

  @Property
  void nextProbe_shouldBeLater_withinAnHour_andTheSameWhoeverAsksWhen(
      @ForAll @LongRange(max = 40L * 24 * 3_600_000) long sinceMs,
      @ForAll @LongRange(max = 3_600_000) long moreMs) {
    long askedAtMs = FAILING_MS + sinceMs;
    long next = Probes.nextAfter(FAILING_MS, askedAtMs);

    assertThat(next).isGreaterThan(askedAtMs).isLessThanOrEqualTo(askedAtMs + 3_600_000);
    assertThat(Probes.nextAfter(FAILING_MS, Math.min(askedAtMs + moreMs, next - 1)))
        .as("a restart before that asks then")
        .isEqualTo(next);
  }

  @Property
  void laneThatBeginsToFailAnew_shouldBeginAnew(
      @ForAll @LongRange(min = Long.MIN_VALUE, max = FAILING_MS) long beforeMs) {
    assertThat(Probes.nextAfter(FAILING_MS, beforeMs))
        .isEqualTo(FAILING_MS + Probes.PAUSE_MIN.toMillis());
  }
}
