package dev.recur.service.read;

import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.buyer.BuyerSeal;
import dev.recur.schemas.buyer.StoredBuyer;
import dev.recur.schemas.store.LocalStore;
import dev.recur.schemas.store.ReadPositions;
import dev.recur.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Buyers in a {@link LocalStore}, as they lie in their topic: sealed. One is opened when somebody
 * asks for it, and what came out is not kept.
 */
final class StoredBuyers implements Buyers {

  private static final String TOPIC = Topics.BUYERS.name();

  private final LocalStore store;
  private final BuyerSeal seal;
  private final BooleanSupplier caughtUp;
  private final ReadPositions positions = new ReadPositions();
  private final Forgettings forgettings = new Forgettings();

  StoredBuyers(LocalStore store, BuyerSeal seal, BooleanSupplier caughtUp) {
    this.store = store;
    this.seal = seal;
    this.caughtUp = caughtUp;
  }

  @Override
  public boolean isCaughtUp() {
    return caughtUp.getAsBoolean();
  }

  @Override
  public @Nullable BuyerView find(String subscriptionId) {
    byte[] stored = store.get(StoreKeys.buyer(subscriptionId));
    return stored == null ? null : open(StoredBuyer.decode(stored));
  }

  @Override
  public List<BuyerView> writtenToAt(String clientId, String email, int countMax) {
    List<BuyerView> found = new ArrayList<>();
    byte[] prefix = StoreKeys.buyersOf(clientId);
    store.scan(
        prefix,
        LocalStore.after(prefix),
        (key, value) -> {
          BuyerView buyer = find(StoreKeys.idAfter(prefix, key));
          if (buyer != null && buyer.data().filter(data -> data.isWrittenToAt(email)).isPresent()) {
            found.add(buyer);
          }
          return found.size() < countMax;
        });
    return found;
  }

  @Override
  public boolean awaitTaken(Map<Integer, Long> ends, Duration atMost) throws InterruptedException {
    return positions.await(TOPIC, ends, atMost);
  }

  @Override
  public Forgettings.Watch watch(String subscriptionId) {
    return forgettings.watch(subscriptionId);
  }

  /** These have been forgotten, which is to be known before {@link #taken} says so. */
  void forgotten(Set<String> subscriptionIds) {
    subscriptionIds.forEach(forgettings::forgotten);
  }

  /** The topic has been taken up to these offsets. */
  void taken(Map<Integer, Long> nextOffsets) {
    positions.taken(TOPIC, nextOffsets);
  }

  private BuyerView open(Buyer buyer) {
    return new BuyerView(
        buyer.getSubscriptionId(), buyer.getClientId(), seal.openOwn(buyer), buyer.getCreatedAt());
  }
}
