package dev.recur.schemas.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeyLifetimeTest {
  private static final Instant REQUESTED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = KeyLifetime.presentUntil(REQUESTED);

  @Test
  void key_shouldBePresentedForTwentyHoursAndRememberedForADay() {
    assertThat(UNTIL).isEqualTo(REQUESTED.plus(Duration.ofHours(20)));
    Instant forgotten = REQUESTED.plus(Duration.ofHours(24));
    assertThat(KeyLifetime.isRemembered(UNTIL, forgotten.minusMillis(1))).isTrue();
    assertThat(KeyLifetime.isRemembered(UNTIL, forgotten)).isFalse();
  }
}
