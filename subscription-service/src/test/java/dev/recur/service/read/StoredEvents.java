package dev.recur.service.read;

import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionReleased;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.store.LocalStore;
import dev.recur.service.testing.RunningService;
import io.micronaut.json.JsonMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A read side of events alone, on disk. */
public final class StoredEvents implements AutoCloseable {

  private final LocalStore store;
  private final EventsListener listener;

  /** Opens it. */
  public StoredEvents(Path directory) {
    store = LocalStore.open(directory, StoreKeys.FORM);
    ViewCodec codec = new ViewCodec(RunningService.get().bean(JsonMapper.class));
    listener =
        new EventsListener(
            store,
            codec,
            new StoredSubscriptions(store, codec, () -> true, topic -> Map.of()),
            new StoredPayments(store, codec),
            index());
  }

  /** Where they lie. */
  public EventIndex index() {
    return new EventIndex(store);
  }

  /** An event comes. */
  public void take(
      String clientId, String subscriptionId, long sequence, int partition, long offset, long ms) {
    SubscriptionEvent event =
        SubscriptionEvent.newBuilder()
            .setClientId(clientId)
            .setSubscriptionId(subscriptionId)
            .setSequence(sequence)
            .setAt(Instant.EPOCH)
            .setReleased(new SubscriptionReleased(null))
            .build();
    listener.onRecord(
        new TopicRecord<>(subscriptionId, event, partition, offset, ms, new RecordHeaders()));
    listener.onBatch(Map.of(partition, offset + 1));
  }

  @Override
  public void close() {
    store.close();
  }
}
