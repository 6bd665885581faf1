package dev.recur.service.read;

import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.store.LocalStore;
import dev.recur.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the ledger's events lie, by subscription and by merchant. The events themselves are in
 * Kafka alone, which keeps them for ever; here is what Kafka cannot be asked.
 */
public final class EventIndex {

  /** Partition, offset, time. */
  private static final int PLACE_BYTES = Integer.BYTES + 2 * Long.BYTES;

  private final LocalStore store;

  EventIndex(LocalStore store) {
    this.store = store;
  }

  /** Notes where an event lies. */
  void put(
      LocalStore.Changes changes, SubscriptionEvent event, TopicRecord<SubscriptionEvent> record) {
    changes.put(
        StoreKeys.event(event.getSubscriptionId(), event.getSequence()),
        ByteBuffer.allocate(PLACE_BYTES)
            .putInt(record.partition())
            .putLong(record.offset())
            .putLong(record.timestampMs())
            .array());
    changes.put(
        StoreKeys.merchantEvent(event.getClientId(), record.partition(), record.offset()),
        ByteBuffer.allocate(Long.BYTES).putLong(record.timestampMs()).array());
  }

  /** A subscription's events with a later sequence, in order. */
  public List<EventPlace> ofSubscription(String subscriptionId, long after, int limit) {
    List<EventPlace> places = new ArrayList<>();
    store.scan(
        StoreKeys.event(subscriptionId, after + 1),
        StoreKeys.event(subscriptionId, Long.MAX_VALUE),
        (key, value) -> {
          ByteBuffer place = StoreKeys.numbers(value, PLACE_BYTES);
          places.add(new EventPlace(place.getInt(), place.getLong(), place.getLong()));
          return places.size() < limit;
        });
    return places;
  }

  /**
   * A merchant's events on one partition, in order.
   *
   * @param from first offset
   */
  public List<EventPlace> ofMerchant(String clientId, int partition, long from, int limit) {
    List<EventPlace> places = new ArrayList<>();
    store.scan(
        StoreKeys.merchantEvent(clientId, partition, from),
        StoreKeys.merchantEvent(clientId, partition, Long.MAX_VALUE),
        (key, value) -> {
          places.add(
              new EventPlace(
                  partition,
                  StoreKeys.offsetOf(key),
                  StoreKeys.numbers(value, Long.BYTES).getLong()));
          return places.size() < limit;
        });
    return places;
  }

  /** The partitions that anything was read of. */
  public Set<Integer> partitions() {
    return store.offsets(Topics.SUBSCRIPTION_EVENTS.name()).keySet();
  }
}
