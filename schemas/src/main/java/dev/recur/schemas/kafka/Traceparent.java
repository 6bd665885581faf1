package dev.recur.schemas.kafka;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A place in a trace (W3C Trace Context, level 1).
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @param spanId 16 lower-case hex digits, not all zero
 * @param flags two lower-case hex digits; {@code 01}: sampled
 */
public record Traceparent(String traceId, String spanId, String flags) {

  private static final Pattern FORM =
      Pattern.compile(
          "[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private static final String SAMPLED = "01";

  /** Reads the header's value; empty when it is not written as the standard says. */
  public static Optional<Traceparent> parse(String value) {
    var matcher = FORM.matcher(value);
    if (!matcher.matches() || value.startsWith("ff")) {
      return Optional.empty();
    }
    if (value.startsWith("00") && matcher.group(4) != null) {
      return Optional.empty(); // Only later versions may say more.
    }
    return Optional.of(new Traceparent(matcher.group(1), matcher.group(2), matcher.group(3)));
  }

  /** The beginning of a new trace. */
  public static Traceparent root() {
    return new Traceparent(randomHex() + randomHex(), randomHex(), SAMPLED);
  }

  /** The next step of the same trace. */
  public Traceparent child() {
    return new Traceparent(traceId, randomHex(), flags);
  }

  /** The header's value. */
  @Override
  public String toString() {
    return "00-" + traceId + "-" + spanId + "-" + flags;
  }

  /** 16 digits that are never all zero. */
  private static String randomHex() {
    long random = ThreadLocalRandom.current().nextLong();
    return HexFormat.of().toHexDigits(random == 0 ? 1 : random);
  }
}
