package dev.recur.service.read;

import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.store.LocalStore;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.mapping.SubscriptionMapping;
import dev.recur.service.read.SequenceWatches.Part;
import java.util.HashMap;
import java.util.Map;

/** Keeps the latest state of every subscription. */
final class SnapshotsListener implements TopicListener<SubscriptionSnapshot> {

  private static final String TOPIC = Topics.SUBSCRIPTION_SNAPSHOTS.name();

  private static final byte[] NOTHING = {};

  private final LocalStore store;
  private final ViewCodec codec;
  private final StoredSubscriptions subscriptions;
  private final LocalStore.Changes changes;
  private final Map<String, Long> reached = new HashMap<>();

  SnapshotsListener(LocalStore store, ViewCodec codec, StoredSubscriptions subscriptions) {
    this.store = store;
    this.codec = codec;
    this.subscriptions = subscriptions;
    this.changes = store.changes();
  }

  @Override
  public Map<Integer, Long> startingOffsets() {
    return store.offsets(TOPIC);
  }

  @Override
  public void onRecord(TopicRecord<SubscriptionSnapshot> record) {
    byte[] key = StoreKeys.subscription(record.key());
    SubscriptionSnapshot snapshot = record.value();
    if (snapshot == null) {
      changes.delete(key);
    } else {
      SubscriptionView view = SubscriptionMapping.of(snapshot);
      changes.put(key, codec.encode(view));
      changes.put(
          StoreKeys.start(view.clientId(), view.startTime(), view.subscriptionId()), NOTHING);
      reached.put(record.key(), view.sequence());
    }
  }

  @Override
  public void onBatch(Map<Integer, Long> nextOffsets) {
    changes.commit(TOPIC, nextOffsets);
    subscriptions.taken(Topics.SUBSCRIPTION_SNAPSHOTS, nextOffsets);
    reached.forEach((id, sequence) -> subscriptions.moved(Part.STATE, id, sequence));
    reached.clear();
  }
}
