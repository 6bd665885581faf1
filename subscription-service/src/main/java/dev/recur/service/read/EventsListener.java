package dev.recur.service.read;

import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.topic.Topics;
import dev.recur.service.mapping.SubscriptionMapping;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what snapshots do not tell: final payments, and what became of the offer. */
final class EventsListener implements TopicListener<SubscriptionEvent> {

  private static final String TOPIC = Topics.SUBSCRIPTION_EVENTS.name();

  private final LocalStore store;
  private final StoredSubscriptions subscriptions;
  private final LocalStore.Changes changes;

  /** Of this batch: what is not committed yet cannot be read back. */
  private final Map<String, Authorisation> authorisations = new HashMap<>();

  EventsListener(LocalStore store, StoredSubscriptions subscriptions) {
    this.store = store;
    this.subscriptions = subscriptions;
    this.changes = store.changes();
  }

  @Override
  public Map<Integer, Long> startingOffsets() {
    return store.offsets(TOPIC);
  }

  @Override
  public void onRecord(TopicRecord<SubscriptionEvent> record) {
    SubscriptionEvent event = record.value();
    if (event == null) {
      return;
    }
    String subscriptionId = event.getSubscriptionId();
    SubscriptionMapping.finalPayment(event)
        .ifPresent(
            payment ->
                changes.put(
                    StoredSubscriptions.paymentKey(subscriptionId, payment),
                    subscriptions.encode(payment)));
    Authorisation authorisation =
        SubscriptionMapping.authorisation(event, () -> before(subscriptionId));
    if (authorisation != null) {
      authorisations.put(subscriptionId, authorisation);
      changes.put(
          StoredSubscriptions.authorisationKey(subscriptionId),
          subscriptions.encode(authorisation));
    }
  }

  @Override
  public void onBatch(Map<Integer, Long> nextOffsets) {
    changes.commit(TOPIC, nextOffsets);
    subscriptions.taken(Topics.SUBSCRIPTION_EVENTS, nextOffsets);
    authorisations.clear();
  }

  private @Nullable Authorisation before(String subscriptionId) {
    Authorisation inThisBatch = authorisations.get(subscriptionId);
    return inThisBatch != null ? inThisBatch : subscriptions.authorisation(subscriptionId);
  }
}
