package dev.recur.service.buyer;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.service.read.BuyerView;
import dev.recur.service.read.Buyers;
import dev.recur.service.read.Forgettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Buyers in memory. What is written is known at once. */
@Singleton
public class MemoryBuyers implements Buyers, BuyerRecords {

  private final Map<String, BuyerView> views = new ConcurrentHashMap<>();
  private final List<BuyerRecord> written = new CopyOnWriteArrayList<>();
  private volatile boolean caughtUp = true;
  private volatile boolean failing;
  private volatile boolean sealed;
  private final Forgettings forgettings = new Forgettings();
  private final AtomicReference<@Nullable Runnable> beforeWrite = new AtomicReference<>();

  /** Whether it says that it knows everything. */
  public void setCaughtUp(boolean newCaughtUp) {
    caughtUp = newCaughtUp;
  }

  /** Whether nothing can be written. */
  public void setFailing(boolean newFailing) {
    failing = newFailing;
  }

  /** Whether no buyer can be opened, as under another master key. */
  public void setSealed(boolean newSealed) {
    sealed = newSealed;
  }

  /** Does something once, when somebody has read and is about to write. */
  public void beforeNextWrite(Runnable happening) {
    beforeWrite.set(happening);
  }

  /** How often something was written. */
  public int writes() {
    return written.size();
  }

  /** Makes a buyer known, as if it had come long ago. */
  public void put(String clientId, String subscriptionId, BuyerData data) {
    views.put(
        subscriptionId, new BuyerView(subscriptionId, clientId, Optional.of(data), Instant.EPOCH));
  }

  @Override
  public void write(List<BuyerRecord> records) {
    if (failing) {
      throw new NotKeptException("It could not be written to the broker.", null);
    }
    Runnable happening = beforeWrite.getAndSet(null);
    if (happening != null) {
      happening.run();
    }
    for (BuyerRecord record : records) {
      written.add(record);
      switch (record) {
        case BuyerRecord.Known it ->
            views.put(
                it.subscriptionId(),
                new BuyerView(
                    it.subscriptionId(), it.clientId(), Optional.of(it.data()), it.createdAt()));
        case BuyerRecord.Forgotten it -> {
          views.put(
              it.subscriptionId(),
              new BuyerView(it.subscriptionId(), it.clientId(), Optional.empty(), it.createdAt()));
          forgettings.forgotten(it.subscriptionId());
        }
        case BuyerRecord.Nothing it -> views.remove(it.subscriptionId());
      }
    }
  }

  @Override
  public boolean isCaughtUp() {
    return caughtUp;
  }

  @Override
  public @Nullable BuyerView find(String subscriptionId) {
    BuyerView view = views.get(subscriptionId);
    if (sealed && view != null) {
      throw new IllegalStateException("recur.master-key does not open the buyer.");
    }
    return view;
  }

  @Override
  public List<BuyerView> writtenToAt(String clientId, String email, int countMax) {
    return views.values().stream()
        .filter(view -> view.clientId().equals(clientId))
        .filter(view -> view.data().filter(data -> data.isWrittenToAt(email)).isPresent())
        .limit(countMax)
        .toList();
  }

  @Override
  public Forgettings.Watch watch(String subscriptionId) {
    return forgettings.watch(subscriptionId);
  }

  @Override
  public boolean awaitTaken(Map<Integer, Long> ends, Duration atMost) {
    return true;
  }
}
