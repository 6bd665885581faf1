package dev.recur.schemas.id;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which test clocks there may be, and to which times they are sent. Whoever reads a tick goes by
 * this: a clock never goes back, so one that somebody saw further on than the worker has it would
 * be of no use to anybody any more.
 */
public final class TestClock {

  /**
   * Earliest time of a test clock. Between this and the latest every date of the calendar can be
   * counted and printed.
   */
  public static final Instant TIME_MIN = Instant.parse("1970-01-01T00:00:00Z");

  /** Latest time of a test clock. */
  public static final Instant TIME_MAX = Instant.parse("3000-01-01T00:00:00Z");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private TestClock() {}

  /**
   * Why a tick cannot be followed, and what to do about it; empty when it can.
   *
   * @param key of the tick's record; null where it has none
   * @param testClockId the clock that is sent on
   * @param to where it is sent
   */
  public static Optional<String> objection(byte @Nullable [] key, String testClockId, Instant to) {
    if (!Arrays.equals(key, testClockId.getBytes(UTF_8))) {
      return Optional.of(
          "The record's key is not the tick's testClockId: they must be the same, or compaction"
              + " takes another clock's tick away.");
    }
    if (!ID.matcher(testClockId).matches()) {
      return Optional.of("A testClockId has 1 to 64 letters, digits, hyphens or underscores.");
    }
    return isShown(to)
        ? Optional.empty()
        : Optional.of(
            "A test clock goes from " + TIME_MIN + " to " + TIME_MAX + ": check the year.");
  }

  /** True for a time that a test clock can be sent to. */
  public static boolean isShown(Instant time) {
    return !time.isBefore(TIME_MIN) && !time.isAfter(TIME_MAX);
  }
}
