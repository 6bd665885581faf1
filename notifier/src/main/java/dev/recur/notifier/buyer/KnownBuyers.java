package dev.recur.notifier.buyer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.notice.Mailing.Standing;
import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerSeal;
import dev.recur.schemas.buyer.StoredBuyer;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.signature.BrokenSealException;
import dev.recur.schemas.store.LocalStore;
import dev.recur.schemas.store.ReadPositions;
import dev.recur.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The buyers on the local disk, sealed as they come, so that memory does not grow with them. When
 * one is forgotten, what lay here of it is taken off the disk before the next record is read. One
 * is opened when an e-mail is sent, and what came out is not kept.
 */
public final class KnownBuyers implements TopicListener<Buyer>, BuyerDirectory, AutoCloseable {

  /** Counts up when what is kept changes its form; Avro's own bytes may gain fields without. */
  private static final int FORM = 1;

  private static final String TOPIC = Topics.BUYERS.name();
  private static final String PREFIX = "b/";

  private final LocalStore store;
  private final BuyerSeal seal;
  private final LocalStore.Changes changes;
  private final NavigableSet<String> gone = new TreeSet<>();
  private final ReadPositions positions = new ReadPositions();

  private KnownBuyers(LocalStore store, BuyerSeal seal) {
    this.store = store;
    this.seal = seal;
    this.changes = store.changes();
    positions.taken(TOPIC, store.offsets(TOPIC));
  }

  /** Buyers as they lie in a directory, which is made where there is none. */
  public static KnownBuyers in(Path directory, BuyerSeal seal) {
    return new KnownBuyers(LocalStore.open(directory, FORM), seal);
  }

  @Override
  public Map<Integer, Long> startingOffsets() {
    return store.offsets(TOPIC);
  }

  @Override
  public void onRecord(TopicRecord<Buyer> record) {
    byte[] key = key(record.key());
    Buyer buyer = record.value();
    boolean wasKnown = changes.get(key) != null;
    if (buyer == null && !wasKnown) {
      return; // Written only so that something was, or never taken in here.
    }
    if (buyer == null) {
      changes.delete(key);
    } else {
      changes.put(key, StoredBuyer.encode(buyer));
    }
    if (wasKnown && (buyer == null || BuyerSeal.isForgotten(buyer))) {
      gone.add(record.key());
    }
  }

  @Override
  public void onBatch(Map<Integer, Long> nextOffsets) {
    changes.commit(TOPIC, nextOffsets);
    if (!gone.isEmpty()) {
      store.purge(key(gone.first()), key(gone.last()));
      gone.clear();
    }
    positions.taken(TOPIC, nextOffsets);
  }

  @Override
  public boolean isMailSent() {
    return true;
  }

  /**
   * One that does not open, or was written by a later release in words this one does not know,
   * counts as known: whoever sends says so, and nobody else's events wait for it.
   */
  @Override
  public Standing standing(String subscriptionId) {
    Optional<Buyer> buyer = find(subscriptionId);
    if (buyer.isEmpty()) {
      return Standing.UNKNOWN;
    }
    try {
      return seal.open(buyer.get()).flatMap(BuyerData::email).isPresent()
          ? Standing.KNOWN
          : Standing.NOBODY;
    } catch (BrokenSealException | IllegalStateException e) {
      return Standing.KNOWN;
    }
  }

  /**
   * What is known of a subscription's buyer: for one e-mail, and not to be kept. Empty when nothing
   * is, also once it was forgotten.
   *
   * @throws IllegalStateException when the master key does not open it
   */
  public Optional<BuyerData> open(String subscriptionId) {
    return find(subscriptionId).flatMap(seal::openOwn);
  }

  /**
   * Waits until the topic is taken in here up to these offsets, per partition.
   *
   * @return false when it was not within the time
   */
  public boolean awaitTaken(Map<Integer, Long> ends, Duration atMost) throws InterruptedException {
    return positions.await(TOPIC, ends, atMost);
  }

  private Optional<Buyer> find(String subscriptionId) {
    byte @Nullable [] bytes = store.get(key(subscriptionId));
    return Optional.ofNullable(bytes).map(StoredBuyer::decode);
  }

  private static byte[] key(String subscriptionId) {
    return (PREFIX + subscriptionId).getBytes(UTF_8);
  }

  @Override
  public void close() {
    store.close();
  }
}
