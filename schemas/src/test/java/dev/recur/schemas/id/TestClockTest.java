package dev.recur.schemas.id;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestClockTest {

  private static final Instant AT = Instant.parse("2026-01-31T00:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"T", "clock-0123_AZ"})
  void usualName_shouldBeTaken(String testClockId) {
    assertThat(objection(testClockId, AT)).isEmpty();
    assertThat(objection("t".repeat(64), AT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "clock 1", "clock\n", "ü"})
  void otherName_shouldBeObjectedTo(String testClockId) {
    assertThat(objection(testClockId, AT)).hasValueSatisfying(TestClockTest::isCure);
    assertThat(objection("t".repeat(65), AT)).isPresent();
  }

  private static void isCure(String objection) {
    assertThat(objection).contains("1 to 64 letters");
  }

  /** It would lie in the place of that clock's own tick. */
  @Test
  void keyOfAnotherClock_shouldBeObjectedTo() {
    assertThat(TestClock.objection("T2".getBytes(UTF_8), "T", AT))
        .hasValueSatisfying(objection -> assertThat(objection).contains("must be the same"));
    assertThat(TestClock.objection(null, "T", AT))
        .hasValueSatisfying(objection -> assertThat(objection).contains("must be the same"));
  }

  @Test
  void endsOfTheCalendar_shouldBeTaken() {
    assertThat(objection("T", TestClock.TIME_MIN)).isEmpty();
    assertThat(objection("T", TestClock.TIME_MAX)).isEmpty();
  }

  static Stream<Instant> beyond() {
    return Stream.of(
        TestClock.TIME_MIN.minusMillis(1),
        TestClock.TIME_MAX.plusMillis(1),
        Instant.ofEpochMilli(Long.MIN_VALUE),
        Instant.ofEpochMilli(Long.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("beyond")
  void timeBeyondThem_shouldBeObjectedTo(Instant to) {
    assertThat(objection("T", to))
        .hasValueSatisfying(objection -> assertThat(objection).contains("check the year"));
  }

  private static Optional<String> objection(String testClockId, Instant to) {
    return TestClock.objection(testClockId.getBytes(UTF_8), testClockId, to);
  }
}
