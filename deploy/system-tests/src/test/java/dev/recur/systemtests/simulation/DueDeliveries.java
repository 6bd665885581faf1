package dev.recur.systemtests.simulation;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * When a task of the notifier next has something due. Read from the keys of its indexes, which are
 * the lane with its length before it, then the time in milliseconds.
 */
final class DueDeliveries {

  /** Where deliveries lie whose attempts are used up. */
  static final String HELD = "held-deliveries";

  /** Where deliveries lie until they are acknowledged; at the end there must be none. */
  static final List<String> STORES =
      List.of("first-deliveries", "due-deliveries", "pending-deliveries", HELD);

  private DueDeliveries() {}

  static Optional<Instant> of(World world, TaskSlot slot) {
    long earliest = Long.MAX_VALUE;
    for (String store : STORES.subList(0, 2)) {
      for (Bytes key : slot.committed(store).keySet()) {
        ByteBuffer buffer = ByteBuffer.wrap(key.get());
        buffer.position(Short.BYTES + buffer.getShort());
        earliest = Math.min(earliest, buffer.getLong());
      }
    }
    return earliest == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(earliest));
  }
}
