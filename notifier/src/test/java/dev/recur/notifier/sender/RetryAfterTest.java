package dev.recur.notifier.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a receiver wants to be asked again. */
class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120                              | PT2M",
        "1                                | PT1S",
        "21600                            | PT6H",
        "21601                            | PT6H",
        "999999999999999999               | PT6H",
        "Sat, 21 Nov 2026 10:05:00 GMT    | PT5M",
        "Saturday, 21-Nov-26 10:05:00 GMT | PT5M",
        "Sat Nov 21 10:05:00 2026         | PT5M",
        "Sun, 22 Nov 2026 10:05:00 GMT    | PT6H"
      })
  void time_shouldBeRead_andBounded(String value, Duration pause) {
    assertThat(RetryAfter.of(Headers.of("Retry-After", value), NOW)).contains(NOW.plus(pause));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-5",
        "1.5",
        "soon",
        "",
        "9999999999999999999999999",
        "Sat, 21 Nov 2026 09:59:59 GMT",
        "2026-11-21T10:05:00Z"
      })
  void anythingElse_shouldBeNothing(String value) {
    assertThat(RetryAfter.of(Headers.of("Retry-After", value), NOW)).isEmpty();
  }

  @Test
  void noHeader_shouldBeNothing() {
    assertThat(RetryAfter.of(Headers.EMPTY, NOW)).isEmpty();
  }
}
