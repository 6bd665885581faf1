package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.StoreKeys.Due;
import dev.recur.notifier.delivery.StoreKeys.Held;
import dev.recur.notifier.queue.Change;
import dev.recur.notifier.queue.Ordering;
import dev.recur.notifier.queue.Pending;
import dev.recur.notifier.queue.Pending.Status;
import dev.recur.notifier.state.PendingState;
import dev.recur.notifier.streams.LaterReleaseException;
import dev.recur.notifier.streams.StateCodec;
import dev.recur.notifier.streams.StateHistory;
import dev.recur.notifier.streams.UnreadableStateException;
import dev.recur.schemas.kafka.Recent;
import dev.recur.schemas.kafka.WriteBehindStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * What is pending, when it is due, what is held, and whose turn it is, in the local stores. A
 * change is applied to all of them at once, so that they never disagree.
 *
 * <p>A delivery whose first attempt is due lies in the index of first attempts itself, with all
 * that is known of it, and its subscription's turn says where. So one that is acknowledged at once,
 * as nearly all are, costs three writes: its turn, its entry, and the entry's end. Every other
 * delivery has an entry of its own, and one in an index.
 */
final class DeliveryStores {

  /** Store: deliveries that are neither acknowledged nor over, except those in FIRSTS. */
  static final String PENDING = "pending-deliveries";

  /**
   * Store: when retries and replays are due, in the order of time per lane; the keys say it all.
   */
  static final String DUE = "due-deliveries";

  /** Store: deliveries whose first attempt is due, in the order of time per lane. */
  static final String FIRSTS = "first-deliveries";

  /** Store: what is held, oldest first per lane and round; the keys say it all. */
  static final String HELD = "held-deliveries";

  /** Store: whose turn it is, per lane and subscription. */
  static final String TURNS = "delivery-turns";

  private static final byte[] NOTHING = new byte[0];

  /**
   * More than one task has in the air: what arrives in a rush is found again when it is handed over
   * and when it is over.
   */
  private static final int RECENT_MAX = 4_096;

  private static final StateCodec<PendingState> PENDING_CODEC =
      new StateCodec<>(PendingState.class, StateHistory.PENDING);
  private final KeyValueStore<Bytes, byte[]> pending;
  private final KeyValueStore<Bytes, byte[]> due;
  private final KeyValueStore<Bytes, byte[]> firsts;
  private final HeldIndex held;
  private final Turns turns;

  /**
   * What was read or written last, as it is in the stores: an attempt that is over finds its
   * delivery without reading it again. Every write passes here.
   */
  private final Recent<DeliveryKey, Stored> recent = new Recent<>(RECENT_MAX);

  /**
   * A delivery as it lies in the stores.
   *
   * @param first true when it lies in the index of first attempts
   */
  record Stored(DeliveryKey key, PendingState state, boolean first) {

    /**
     * The delivery in these bytes.
     *
     * @throws LaterReleaseException when a later version wrote them
     * @throws UnreadableStateException when they are no delivery
     */
    static Stored read(DeliveryKey key, byte[] bytes, boolean first) {
      return new Stored(key, PENDING_CODEC.decode(bytes), first);
    }

    Pending pending() {
      Instant dueAt = state.getDueAt();
      Long round = state.getHeldInRound();
      Status status =
          dueAt != null
              ? new Status.Due(dueAt)
              : round != null ? new Status.Held(round) : new Status.Waiting();
      return new Pending(
          state.getReplay() ? Pending.Kind.REPLAY : Pending.Kind.EVENT,
          state.getAttempts(),
          state.getAttemptsBefore(),
          state.getTold(),
          Optional.ofNullable(state.getPlannedAt()),
          status);
    }
  }

  DeliveryStores(ProcessorContext<byte[], byte[]> context) {
    pending = context.getStateStore(PENDING);
    due = context.getStateStore(DUE);
    firsts = context.getStateStore(FIRSTS);
    held = new HeldIndex(context.getStateStore(HELD));
    turns = new Turns(context.getStateStore(TURNS), RECENT_MAX);
  }

  /**
   * The stores.
   *
   * @param stores makes the store of a name
   * @param atHand memory for what is due for the first time: nearly all of it is gone again before
   *     a store on disk would have been of use
   */
  static List<StoreBuilder<KeyValueStore<Bytes, byte[]>>> builders(
      Function<String, KeyValueBytesStoreSupplier> stores, WriteBehindStore.Bound atHand) {
    return Stream.of(
            stores.apply(PENDING),
            stores.apply(DUE),
            WriteBehindStore.over(stores.apply(FIRSTS), atHand),
            stores.apply(HELD),
            stores.apply(TURNS))
        .map(DeliveryStores::builder)
        .toList();
  }

  static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(KeyValueBytesStoreSupplier store) {
    return Stores.keyValueStoreBuilder(store, Serdes.Bytes(), Serdes.ByteArray());
  }

  Turn turn(DeliveryKey key) {
    return turns.of(key);
  }

  /** A delivery; empty when it is not pending. */
  Optional<Stored> find(DeliveryKey key) {
    Optional<Stored> known = recent.get(key);
    return known.isPresent() ? known : read(key);
  }

  private Optional<Stored> read(DeliveryKey key) {
    Turn turn = turn(key);
    return turn.first() == key.sequence() ? findFirst(key, turn) : findOther(key);
  }

  /** What an index says is due. */
  Optional<Stored> find(Due entry, boolean first) {
    Optional<Stored> known = recent.get(entry.delivery());
    if (known.isPresent()) {
      return known.filter(stored -> stored.first() == first);
    }
    if (!first) {
      return findOther(entry.delivery());
    }
    return stored(entry.delivery(), firsts.get(StoreKeys.due(entry)), true);
  }

  private Optional<Stored> findFirst(DeliveryKey key, Turn turn) {
    Optional<Stored> known = recent.get(key);
    if (known.isPresent()) {
      return known;
    }
    if (turn.firstAtMs() > 0) {
      Due entry = new Due(turn.firstAtMs(), key);
      Optional<Stored> found = stored(key, firsts.get(StoreKeys.due(entry)), true);
      if (found.isPresent()) {
        return found;
      }
    }
    return findOther(key);
  }

  private Optional<Stored> findOther(DeliveryKey key) {
    return stored(key, pending.get(StoreKeys.pending(key)), false);
  }

  private Optional<Stored> stored(DeliveryKey key, byte @Nullable [] bytes, boolean first) {
    if (bytes == null) {
      return Optional.empty();
    }
    Stored stored = Stored.read(key, bytes, first);
    recent.put(key, stored);
    return Optional.of(stored);
  }

  /**
   * The head of a subscription's line in a lane: what those behind it wait for.
   *
   * @param key of any delivery in the line
   */
  Optional<Stored> head(DeliveryKey key, Turn turn, Ordering ordering) {
    if (turn.acceptedThrough() == 0) {
      return Optional.empty();
    }
    Optional<Stored> last =
        turn.first() == 0 ? Optional.empty() : findFirst(key.with(turn.first()), turn);
    if (ordering == Ordering.BEST_EFFORT) {
      // Turns are given in sequence, so whoever came before the last one had its own.
      if (last.isPresent() && last.get().pending().holdsUp(ordering)) {
        return last;
      }
      if (turn.acceptedThrough() == turn.first()) {
        return Optional.empty();
      }
    }
    Optional<Stored> other = firstOther(key, ordering);
    return last.filter(it -> it.pending().holdsUp(ordering))
        .filter(it -> other.isEmpty() || it.key().sequence() < other.get().key().sequence())
        .or(() -> other);
  }

  private Optional<Stored> firstOther(DeliveryKey key, Ordering ordering) {
    Bytes from = StoreKeys.pending(key.with(0));
    Bytes to = StoreKeys.pending(key.with(Long.MAX_VALUE));
    try (KeyValueIterator<Bytes, byte[]> line = pending.range(from, to)) {
      while (line.hasNext()) {
        var entry = line.next();
        Stored next = Stored.read(StoreKeys.pending(entry.key), entry.value, false);
        if (next.pending().holdsUp(ordering)) {
          return Optional.of(next);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Takes a delivery in.
   *
   * @param made what is known of it, besides what the change says
   * @return where it is due, for whoever mirrors the index
   */
  Optional<Due> accept(DeliveryKey key, Turn turn, PendingState made, Change.Accepted change) {
    Pending after = Pending.after(Optional.empty(), change).orElseThrow();
    Turn accepted = change.kind() == Pending.Kind.EVENT ? turn.accepted(key.sequence()) : turn;
    Optional<Due> due = put(key, accepted, made, after);
    if (change.kind() == Pending.Kind.EVENT && !isFirstDue(after)) {
      turns.put(key, accepted);
    }
    return due;
  }

  /**
   * Applies a change to a delivery that is pending.
   *
   * @return where it is due now, for whoever mirrors the index
   */
  Optional<Due> apply(Stored before, Change change) {
    Optional<Pending> after = Pending.after(Optional.of(before.pending()), change);
    removeFromIndex(before);
    if (after.isEmpty()) {
      recent.remove(before.key());
      if (!before.first()) {
        remove(pending, StoreKeys.pending(before.key()));
      }
      return Optional.empty();
    }
    boolean becomesFirst = isFirstDue(after.get());
    if (becomesFirst && !before.first()) {
      remove(pending, StoreKeys.pending(before.key()));
    }
    Turn turn = becomesFirst ? turn(before.key()) : Turn.NONE;
    return put(before.key(), turn, before.state(), after.get());
  }

  private static boolean isFirstDue(Pending pending) {
    return pending.isFirst() && pending.status() instanceof Status.Due;
  }

  private void removeFromIndex(Stored before) {
    DeliveryKey key = before.key();
    switch (before.pending().status()) {
      case Status.Due(Instant at) -> {
        Bytes entry = StoreKeys.due(new Due(at.toEpochMilli(), key));
        remove(before.first() ? firsts : due, entry);
      }
      case Status.Held(long round) -> held.remove(held(before.key(), before.state(), round));
      case Status.Waiting() -> {}
    }
  }

  /** A store's own delete reads first what it is to give back. */
  private static void remove(KeyValueStore<Bytes, byte[]> store, Bytes key) {
    store.put(key, null);
  }

  private Optional<Due> put(DeliveryKey key, Turn turn, PendingState state, Pending after) {
    PendingState next = after(state, after);
    byte[] bytes = PENDING_CODEC.encode(next);
    recent.put(key, new Stored(key, next, isFirstDue(after)));
    if (after.status() instanceof Status.Due(Instant at)) {
      Due entry = new Due(at.toEpochMilli(), key);
      if (isFirstDue(after)) {
        firsts.put(StoreKeys.due(entry), bytes);
        turns.put(key, turn.given(key.sequence(), entry.atMs()));
      } else {
        due.put(StoreKeys.due(entry), NOTHING);
        pending.put(StoreKeys.pending(key), bytes);
      }
      return Optional.of(entry);
    }
    if (after.status() instanceof Status.Held(long round)) {
      held.add(held(key, state, round));
    }
    pending.put(StoreKeys.pending(key), bytes);
    return Optional.empty();
  }

  private static PendingState after(PendingState state, Pending after) {
    return new PendingState(
        state.getDeliveryId(),
        state.getCreatedAt(),
        state.getTraceparent(),
        after.attempts(),
        after.status() instanceof Status.Due(Instant at) ? at : null,
        state.getOffset(),
        state.getEventType(),
        after.kind() == Pending.Kind.REPLAY,
        after.attemptsBefore(),
        after.status() instanceof Status.Held(long round) ? round : null,
        after.told(),
        state.getUrl(),
        state.getBody(),
        after.planned().orElse(null));
  }

  private static Held held(DeliveryKey key, PendingState state, long round) {
    return new Held(round, state.getCreatedAt().toEpochMilli(), key);
  }

  /** What is held. */
  HeldIndex held() {
    return held;
  }

  /** True when a lane has deliveries besides those whose first attempt is due. */
  boolean hasOthers(String lane) {
    return Entries.first(
            pending, StoreKeys.laneStart(lane), StoreKeys.laneEnd(lane), StoreKeys::pending)
        .isPresent();
  }

  /**
   * A delivery of the next line that has any besides those whose first attempt is due.
   *
   * @param from where to begin, of the keys of deliveries; null: with the first line
   */
  Optional<DeliveryKey> nextOther(@Nullable Bytes from) {
    return Entries.first(pending, from, null, StoreKeys::pending);
  }

  /** What a lane has due, earliest first, from a time on. Close it. */
  Entries<Due> due(String lane, boolean first, long fromMs) {
    Bytes from = StoreKeys.dueFrom(lane, fromMs);
    Bytes to = StoreKeys.laneEnd(lane);
    return first
        ? new Entries<>(firsts.range(from, to), this::first)
        : new Entries<>(due.range(from, to), StoreKeys::due);
  }

  /**
   * Keeps what the entry says as well, for what is due soon is asked for soon; but not in the place
   * of what is in the air, where many lanes have a backlog.
   */
  private Due first(Bytes key, byte[] value) {
    Due entry = StoreKeys.due(key);
    if (recent.hasRoom() && recent.get(entry.delivery()).isEmpty()) {
      stored(entry.delivery(), value, true);
    }
    return entry;
  }

  /** Tells the earliest of each lane. Costs one look per lane, however much is due. */
  void earliestOfEach(boolean first, Consumer<Due> consumer) {
    KeyValueStore<Bytes, byte[]> index = first ? firsts : due;
    Optional<Due> next = Entries.first(index, null, null, StoreKeys::due);
    while (next.isPresent()) {
      consumer.accept(next.get());
      Bytes end = StoreKeys.laneEnd(next.get().delivery().lane());
      next = Entries.first(index, end, null, StoreKeys::due);
    }
  }
}
