package dev.recur.service.read;

import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.buyer.BuyerSeal;
import dev.recur.schemas.buyer.StoredBuyer;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.store.LocalStore;
import dev.recur.schemas.topic.Topics;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps every buyer, sealed as it comes. When one is forgotten, what the store had of it is taken
 * off the disk before the next record is read.
 */
final class BuyersListener implements TopicListener<Buyer> {

  private static final String TOPIC = Topics.BUYERS.name();

  private static final byte[] NOTHING = {};

  private final LocalStore store;
  private final StoredBuyers buyers;
  private final LocalStore.Changes changes;
  private final NavigableSet<String> gone = new TreeSet<>();
  private final Set<String> forgotten = new HashSet<>();

  BuyersListener(LocalStore store, StoredBuyers buyers) {
    this.store = store;
    this.buyers = buyers;
    this.changes = store.changes();
  }

  @Override
  public Map<Integer, Long> startingOffsets() {
    return store.offsets(TOPIC);
  }

  @Override
  public void onRecord(TopicRecord<Buyer> record) {
    String subscriptionId = record.key();
    byte[] key = StoreKeys.buyer(subscriptionId);
    Buyer buyer = record.value();
    byte[] before = changes.get(key);
    if (buyer == null) {
      if (before == null) {
        return; // Written only so that something was.
      }
      changes.delete(key);
      changes.delete(StoreKeys.buyerOf(StoredBuyer.decode(before).getClientId(), subscriptionId));
    } else {
      changes.put(key, StoredBuyer.encode(buyer));
      changes.put(StoreKeys.buyerOf(buyer.getClientId(), subscriptionId), NOTHING);
    }
    if (buyer != null && BuyerSeal.isForgotten(buyer)) {
      forgotten.add(subscriptionId);
    }
    if (before != null && (buyer == null || BuyerSeal.isForgotten(buyer))) {
      gone.add(subscriptionId);
    }
  }

  @Override
  public void onBatch(Map<Integer, Long> nextOffsets) {
    changes.commit(TOPIC, nextOffsets);
    if (!gone.isEmpty()) {
      store.purge(StoreKeys.buyer(gone.first()), StoreKeys.buyer(gone.last()));
      gone.clear();
    }
    buyers.forgotten(forgotten);
    forgotten.clear();
    buyers.taken(nextOffsets);
  }
}
