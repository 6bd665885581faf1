package dev.recur.billing.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.billing.domain.ClockId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * A key of the due index, ordered by clock, time and subscription: {@code 0} for the live clock, or
 * {@code 1}, the test clock's id and {@code 0}; then the time in milliseconds, big-endian with its
 * sign flipped so that bytes sort as numbers do; then the subscription's id.
 *
 * @param clock the subscription's clock
 * @param dueAt when it wants to be woken
 * @param subscriptionId the subscription
 */
record DueKey(ClockId clock, Instant dueAt, String subscriptionId) {
  private static final byte LIVE = 0;
  private static final byte TEST = 1;
  private static final byte END_OF_ID = 0;

  Bytes toBytes() {
    return join(prefix(clock), time(dueAt), subscriptionId.getBytes(UTF_8));
  }

  /** The first key that an item of this clock at this time could have. */
  static Bytes from(ClockId clock, Instant time) {
    return join(prefix(clock), time(time), new byte[0]);
  }

  /** A bound beyond every item of this clock up to and including this time. */
  static Bytes through(ClockId clock, Instant time) {
    return from(clock, time.plusMillis(1));
  }

  /** A bound beyond every item of this clock. */
  static Bytes end(ClockId clock) {
    byte[] end = prefix(clock);
    // The last byte is LIVE or END_OF_ID, and nothing lies between it and the next number.
    end[end.length - 1]++;
    return Bytes.wrap(end);
  }

  /** What all keys of one clock begin with. */
  static byte[] prefix(ClockId clock) {
    return switch (clock) {
      case ClockId.Live _ -> new byte[] {LIVE};
      case ClockId.Test test ->
          join(new byte[] {TEST}, test.id().getBytes(UTF_8), new byte[] {END_OF_ID}).get();
    };
  }

  /**
   * The key in these bytes.
   *
   * @throws IllegalArgumentException when they are no key
   */
  static DueKey parse(Bytes key) {
    byte[] bytes = key.get();
    ClockId clock = ClockId.LIVE;
    int at = 1;
    if (bytes.length > 0 && bytes[0] == TEST) {
      int end = 1;
      while (end < bytes.length && bytes[end] != END_OF_ID) {
        end++;
      }
      clock = new ClockId.Test(new String(bytes, 1, end - 1, UTF_8));
      at = end + 1;
    }
    if (bytes.length - at < Long.BYTES) {
      throw unreadable(key);
    }
    long millis = ByteBuffer.wrap(bytes, at, Long.BYTES).getLong() ^ Long.MIN_VALUE;
    byte[] id = Arrays.copyOfRange(bytes, at + Long.BYTES, bytes.length);
    DueKey read = new DueKey(clock, Instant.ofEpochMilli(millis), new String(id, UTF_8));
    if (!read.toBytes().equals(key)) {
      // Another one: whoever took this out of the index would leave it there for ever.
      throw unreadable(key);
    }
    return read;
  }

  private static IllegalArgumentException unreadable(Bytes key) {
    return new IllegalArgumentException("No key of the due index: " + key);
  }

  private static byte[] time(Instant time) {
    return ByteBuffer.allocate(Long.BYTES).putLong(time.toEpochMilli() ^ Long.MIN_VALUE).array();
  }

  private static Bytes join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return Bytes.wrap(all.toByteArray());
  }
}
