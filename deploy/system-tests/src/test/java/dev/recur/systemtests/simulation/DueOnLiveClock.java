package dev.recur.systemtests.simulation;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * When a task of the worker next has something due. Read from the keys of its index, which are a
 * zero for the live clock, then the time in milliseconds, big-endian with its sign flipped, then
 * the subscription.
 */
final class DueOnLiveClock {

  private static final byte LIVE = 0;

  private DueOnLiveClock() {}

  static Optional<Instant> of(World world, TaskSlot slot) {
    NavigableMap<Bytes, byte[]> due = slot.committed("due");
    if (due.isEmpty() || due.firstKey().get()[0] != LIVE) {
      return Optional.empty();
    }
    long flipped = ByteBuffer.wrap(due.firstKey().get(), 1, Long.BYTES).getLong();
    return Optional.of(Instant.ofEpochMilli(flipped ^ Long.MIN_VALUE));
  }
}
