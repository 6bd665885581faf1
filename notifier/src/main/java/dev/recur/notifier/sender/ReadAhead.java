package dev.recur.notifier.sender;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records that came along with one that was asked for, up to a number of bytes; what came first
 * goes first. Safe for many threads.
 */
final class ReadAhead {

  private record At(TopicPartition partition, long offset) {}

  private final long bytesMax;
  private final Map<At, byte[]> records = new LinkedHashMap<>();
  private long bytes;

  ReadAhead(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Keeps a record's value, if there is room for it at all. */
  synchronized void put(TopicPartition partition, long offset, byte[] value) {
    if (value.length > bytesMax || records.putIfAbsent(new At(partition, offset), value) != null) {
      return;
    }
    bytes += value.length;
    var oldest = records.values().iterator();
    while (bytes > bytesMax) {
      bytes -= oldest.next().length;
      oldest.remove();
    }
  }

  /** Takes a record's value out: nobody asks for it again soon. */
  synchronized byte @Nullable [] take(TopicPartition partition, long offset) {
    byte[] value = records.remove(new At(partition, offset));
    if (value != null) {
      bytes -= value.length;
    }
    return value;
  }
}
