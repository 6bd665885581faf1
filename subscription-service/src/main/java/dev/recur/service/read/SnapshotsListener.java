package dev.recur.service.read;

import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.mapping.SubscriptionMapping;
import java.util.HashMap;
import java.util.Map;

/** Keeps the latest state of every subscription. */
final class SnapshotsListener implements TopicListener<SubscriptionSnapshot> {

  private static final String TOPIC = Topics.SUBSCRIPTION_SNAPSHOTS.name();

  private final LocalStore store;
  private final StoredSubscriptions subscriptions;
  private final LocalStore.Changes changes;
  private final Map<String, Long> changed = new HashMap<>();

  SnapshotsListener(LocalStore store, StoredSubscriptions subscriptions) {
    this.store = store;
    this.subscriptions = subscriptions;
    this.changes = store.changes();
  }

  @Override
  public Map<Integer, Long> startingOffsets() {
    return store.offsets(TOPIC);
  }

  @Override
  public void onRecord(TopicRecord<SubscriptionSnapshot> record) {
    byte[] key = StoredSubscriptions.subscriptionKey(record.key());
    SubscriptionSnapshot snapshot = record.value();
    if (snapshot == null) {
      changes.delete(key);
    } else {
      changes.put(key, subscriptions.encode(SubscriptionMapping.of(snapshot)));
      changed.put(record.key(), snapshot.getSequence());
    }
  }

  @Override
  public void onBatch(Map<Integer, Long> nextOffsets) {
    changes.commit(TOPIC, nextOffsets);
    subscriptions.taken(Topics.SUBSCRIPTION_SNAPSHOTS, nextOffsets);
    changed.forEach(subscriptions::reached);
    changed.clear();
  }
}
