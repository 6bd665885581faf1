package dev.recur.notifier.sender;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Headers;

/** When a receiver asks to be left alone until (RFC 9110, Retry-After). */
final class RetryAfter {

  /** Longest that is heeded: a receiver's slip must not stop its own notifications for days. */
  static final Duration MAX = Duration.ofHours(6);

  private static final String NAME = "retry-after";

  /** So many digits fit into a long, and are longer than anything that is heeded. */
  private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

  private RetryAfter() {}

  /**
   * Reads the header, in seconds or as a date in any of HTTP's three forms. Later than {@link #MAX}
   * from now is that; what has passed already, and what is no time, is nothing.
   */
  static Optional<Instant> of(Headers headers, Instant now) {
    String value = headers.get(NAME);
    if (value == null) {
      return Optional.empty();
    }
    Instant latest = now.plus(MAX);
    if (SECONDS.matcher(value).matches()) {
      long seconds = Math.min(Long.parseLong(value), MAX.toSeconds());
      return seconds == 0 ? Optional.empty() : Optional.of(now.plusSeconds(seconds));
    }
    return Optional.ofNullable(headers.getInstant(NAME))
        .filter(asked -> asked.isAfter(now))
        .map(asked -> asked.isAfter(latest) ? latest : asked);
  }
}
