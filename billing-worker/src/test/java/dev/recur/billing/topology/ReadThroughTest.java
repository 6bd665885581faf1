package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadThroughTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Instant HOUR_AGO = NOW.minus(Duration.ofHours(1));

  private final ReadThrough readThrough = new ReadThrough(NOW);

  @Test
  void nothingRead_shouldHoldWhatIsDueUntilSomethingWouldHaveCome() {
    assertThat(readThrough.dueThrough(NOW.plusMillis(1900))).isEqualTo(Instant.EPOCH);
    assertThat(readThrough.dueThrough(NOW.plusMillis(2000))).isEqualTo(NOW.plusMillis(2000));
  }

  @Test
  void recordThatWaited_shouldHoldWhatFellDueAfterIt_asLongAsOthersMayFollow() {
    readThrough.read(HOUR_AGO, NOW);
    assertThat(readThrough.dueThrough(NOW.plusMillis(50))).isEqualTo(HOUR_AGO);
    readThrough.read(HOUR_AGO.plusSeconds(60), NOW.plusSeconds(1));
    assertThat(readThrough.dueThrough(NOW.plusMillis(2900))).isEqualTo(HOUR_AGO.plusSeconds(60));
    assertThat(readThrough.dueThrough(NOW.plusSeconds(3))).isEqualTo(NOW.plusSeconds(3));
  }

  @Test
  void recordOfNow_shouldHoldNothing() {
    readThrough.read(HOUR_AGO, NOW);
    readThrough.read(NOW, NOW);
    assertThat(readThrough.dueThrough(NOW.plusMillis(50))).isEqualTo(NOW.plusMillis(50));
  }

  /** By an hour that the clock was put back nothing is held longer. */
  @Test
  void clockThatWasPutBack_shouldHoldNothing() {
    readThrough.read(HOUR_AGO.minusSeconds(60), NOW);
    assertThat(readThrough.dueThrough(HOUR_AGO)).isEqualTo(HOUR_AGO);
  }

  /** Time that is not known yet stays so. */
  @Test
  void unknownTime_shouldStayUnknown() {
    readThrough.read(NOW, NOW);
    assertThat(readThrough.dueThrough(Instant.EPOCH)).isEqualTo(Instant.EPOCH);
  }
}
