package dev.recur.service.buyer;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.service.Deadline;
import dev.recur.service.read.BuyerView;
import dev.recur.service.read.Buyers;
import dev.recur.service.read.Forgettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The buyers of subscriptions: one for each, under the subscription's own id, so that nothing else
 * has to refer to a buyer.
 *
 * <p>Two who write about the same buyer at the same moment wait for each other on one instance; on
 * several the later record counts. Forgetting wins on all of them: whoever reads, is overtaken by
 * it and writes, sees that when its record comes back, and says again what holds of one who was
 * forgotten. Every method that writes throws {@link NotKeptException} when it is not known to have
 * done so.
 */
@Singleton
public final class KeptBuyers {

  /** Most that are forgotten in one go, so that a scan holds no more than these. */
  private static final int FORGOTTEN_AT_ONCE_MAX = 500;

  /** So many that buyers of different subscriptions rarely wait for each other. */
  private static final int LOCKS = 1024;

  /** Longer than one who writes may take. */
  private static final Duration TURN_WITHIN = Duration.ofSeconds(30);

  private final Buyers known;
  private final BuyerRecords records;
  private final InstantSource clock;

  /** Each for many subscriptions; always the same for one. */
  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  KeptBuyers(Buyers known, BuyerRecords records, InstantSource clock) {
    Arrays.setAll(locks, place -> new ReentrantLock());
    this.known = known;
    this.records = records;
    this.clock = clock;
  }

  /**
   * What is known of a subscription's buyer; empty when there was never one, or it is forgotten.
   *
   * @throws NotKeptException while this instance has not read all of them
   */
  public Optional<BuyerData> find(String subscriptionId) {
    return view(subscriptionId).flatMap(BuyerView::data);
  }

  /**
   * Writes down the buyer that a new subscription came with. The first stays, also when it was
   * forgotten: a request that is repeated brings nobody back.
   *
   * @return what was written down, for {@link #takeBack}; empty when nothing was
   */
  public Optional<BuyerView> keepFirst(String clientId, String subscriptionId, BuyerData data) {
    try (Turn turn = new Turn(subscriptionId, Deadline.left(TURN_WITHIN))) {
      if (view(subscriptionId).isPresent()) {
        return Optional.empty();
      }
      BuyerView first = new BuyerView(subscriptionId, clientId, Optional.of(data), now());
      turn.write(known(first, data), forgotten(first));
      return Optional.of(first);
    }
  }

  /**
   * Writes down for a new subscription the buyer of the one whose place it takes.
   *
   * @return as {@link #keepFirst} does
   */
  public Optional<BuyerView> keepCopy(String clientId, String from, String to) {
    return view(from)
        .filter(old -> old.clientId().equals(clientId))
        .flatMap(BuyerView::data)
        .flatMap(data -> keepFirst(clientId, to, data));
  }

  /** Leaves nothing of what was written down, where that is still what is known. */
  public void takeBack(BuyerView written) {
    String subscriptionId = written.subscriptionId();
    try (Turn _ = new Turn(subscriptionId)) {
      if (view(subscriptionId).filter(written::equals).isPresent()) {
        write(new BuyerRecord.Nothing(subscriptionId));
      }
    }
  }

  /**
   * Writes down what was new. Somebody who was forgotten is a buyer again.
   *
   * @param change what becomes of what was known, or of {@link BuyerData#NOTHING}; asked again with
   *     that when the buyer is forgotten meanwhile
   */
  public void change(String clientId, String subscriptionId, UnaryOperator<BuyerData> change) {
    try (Turn turn = new Turn(subscriptionId, Deadline.left(TURN_WITHIN))) {
      BuyerView before =
          view(subscriptionId)
              .orElseGet(() -> new BuyerView(subscriptionId, clientId, Optional.empty(), now()));
      turn.write(
          known(before, change.apply(before.data().orElse(BuyerData.NOTHING))),
          known(before, change.apply(BuyerData.NOTHING)));
    }
  }

  /** A buyer does not want to be written to about something; one who is not known stays so. */
  public void unsubscribe(String subscriptionId, Set<BuyerNotice> notices) {
    try (Turn turn = new Turn(subscriptionId)) {
      view(subscriptionId)
          .ifPresent(
              view ->
                  view.data()
                      .filter(data -> !data.unsubscribed().containsAll(notices))
                      .ifPresent(
                          data -> turn.write(known(view, data.without(notices)), forgotten(view))));
    }
  }

  /** Leaves nothing of a buyer whose subscription was refused. */
  public void drop(String subscriptionId) {
    try (Turn _ = new Turn(subscriptionId)) {
      if (find(subscriptionId).isPresent()) {
        write(new BuyerRecord.Nothing(subscriptionId));
      }
    }
  }

  /**
   * Forgets the buyer of one subscription.
   *
   * @return how many were forgotten: none when none was known
   */
  public int forget(String clientId, String subscriptionId) {
    try (Turn _ = new Turn(subscriptionId)) {
      Optional<BuyerView> buyer =
          view(subscriptionId)
              .filter(view -> view.clientId().equals(clientId) && view.data().isPresent());
      buyer.ifPresent(view -> write(forgotten(view)));
      return buyer.isPresent() ? 1 : 0;
    }
  }

  /**
   * Forgets a merchant's buyers that are written to at an address.
   *
   * @return how many were forgotten, one for each subscription
   */
  public int forgetAt(String clientId, String email) {
    requireCaughtUp();
    int count = 0;
    List<BuyerView> found = known.writtenToAt(clientId, email, FORGOTTEN_AT_ONCE_MAX);
    while (!found.isEmpty()) {
      records.write(found.stream().map(this::forgotten).toList());
      count += found.size();
      found = known.writtenToAt(clientId, email, FORGOTTEN_AT_ONCE_MAX);
    }
    return count;
  }

  /**
   * The right to read a buyer of one subscription and to write what follows from it. On this
   * instance only one has it; forgetting by address does not ask for it.
   */
  private final class Turn implements AutoCloseable {

    private final ReentrantLock lock;
    private final Forgettings.Watch watch;

    Turn(String subscriptionId) {
      this(subscriptionId, TURN_WITHIN);
    }

    /**
     * Of somebody who does not wait for ever.
     *
     * @param atMost for those who write before
     */
    Turn(String subscriptionId, Duration atMost) {
      lock = locks[Math.floorMod(subscriptionId.hashCode(), LOCKS)];
      take(lock, atMost);
      watch = known.watch(subscriptionId);
    }

    private static void take(ReentrantLock lock, Duration atMost) {
      try {
        if (!lock.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
          throw new NotKeptException("Too much is written about buyers at once.", null);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NotKeptException("The process stops.", e);
      }
    }

    /**
     * Writes.
     *
     * @param record what follows from what was read
     * @param otherwise what follows when the buyer was forgotten since then
     */
    void write(BuyerRecord record, BuyerRecord otherwise) {
      try {
        KeptBuyers.this.write(record);
      } finally { // What is not known to be written may be.
        if (watch.hasForgotten()) {
          KeptBuyers.this.write(otherwise);
        }
      }
    }

    @Override
    public void close() {
      watch.close();
      lock.unlock();
    }
  }

  private static BuyerRecord known(BuyerView view, BuyerData data) {
    return new BuyerRecord.Known(view.subscriptionId(), view.clientId(), data, view.createdAt());
  }

  private BuyerRecord forgotten(BuyerView view) {
    return new BuyerRecord.Forgotten(
        view.subscriptionId(), view.clientId(), view.createdAt(), clock.instant());
  }

  /** As exactly as it is written down. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private Optional<BuyerView> view(String subscriptionId) {
    requireCaughtUp();
    return Optional.ofNullable(known.find(subscriptionId));
  }

  private void requireCaughtUp() {
    if (!known.isCaughtUp()) {
      throw new NotKeptException("This instance has just started and is still reading.", null);
    }
  }

  private void write(BuyerRecord record) {
    records.write(List.of(record));
  }
}
