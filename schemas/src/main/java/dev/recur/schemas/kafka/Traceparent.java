package dev.recur.schemas.kafka;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A place in a trace (W3C Trace Context, level 1).
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @param spanId 16 lower-case hex digits, not all zero
 * @param flags two lower-case hex digits; {@code 01}: sampled
 */
public record Traceparent(String traceId, String spanId, String flags) {

  private static final String SAMPLED = "01";

  private static final int TRACE_AT = 3;
  private static final int SPAN_AT = 36;
  private static final int FLAGS_AT = 53;
  private static final int LENGTH = 55;

  /** Reads the header's value; empty when it is not written as the standard says. */
  public static Optional<Traceparent> parse(String value) {
    if (value.length() < LENGTH
        || value.charAt(TRACE_AT - 1) != '-'
        || value.charAt(SPAN_AT - 1) != '-'
        || value.charAt(FLAGS_AT - 1) != '-') {
      return Optional.empty();
    }
    String version = value.substring(0, TRACE_AT - 1);
    String traceId = value.substring(TRACE_AT, SPAN_AT - 1);
    String spanId = value.substring(SPAN_AT, FLAGS_AT - 1);
    String flags = value.substring(FLAGS_AT, LENGTH);
    return isVersion(version, value.substring(LENGTH))
            && isId(traceId)
            && isId(spanId)
            && isHex(flags)
        ? Optional.of(new Traceparent(traceId, spanId, flags))
        : Optional.empty();
  }

  /** Only versions later than the first may say more, after one more dash. */
  private static boolean isVersion(String version, String more) {
    return isHex(version)
        && !version.equals("ff")
        && (more.isEmpty() || (more.charAt(0) == '-' && !version.equals("00")));
  }

  private static boolean isId(String text) {
    return isHex(text) && text.chars().anyMatch(digit -> digit != '0');
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
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
