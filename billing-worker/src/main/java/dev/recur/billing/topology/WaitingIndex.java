package dev.recur.billing.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.billing.domain.ClockId;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which subscriptions of a test clock wait for the channel's answer: the clock has not reached its
 * target before they have it. The live clock waits for nobody and has no entries.
 */
final class WaitingIndex {
  private static final byte[] PRESENT = {1};

  private final KeyValueStore<Bytes, byte[]> store;

  WaitingIndex(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  void set(ClockId.Test clock, String subscriptionId, boolean waiting) {
    byte[] prefix = DueKey.prefix(clock);
    byte[] id = subscriptionId.getBytes(UTF_8);
    Bytes key =
        Bytes.wrap(ByteBuffer.allocate(prefix.length + id.length).put(prefix).put(id).array());
    if (waiting) {
      store.put(key, PRESENT);
    } else {
      store.delete(key);
    }
  }

  /**
   * True when nobody is waited for.
   *
   * @param passedOver subscriptions that the clock does not wait for, whatever they wait for
   */
  boolean isEmpty(ClockId.Test clock, Predicate<String> passedOver) {
    Bytes prefix = Bytes.wrap(DueKey.prefix(clock));
    try (BytesSerializer serializer = new BytesSerializer();
        KeyValueIterator<Bytes, byte[]> waiting = store.prefixScan(prefix, serializer)) {
      while (waiting.hasNext()) {
        byte[] key = waiting.next().key.get();
        int at = prefix.get().length;
        if (!passedOver.test(new String(key, at, key.length - at, UTF_8))) {
          return false;
        }
      }
      return true;
    }
  }
}
