package dev.recur.notifier.delivery;

import dev.recur.notifier.delivery.StoreKeys.Due;
import dev.recur.notifier.queue.Change;
import dev.recur.notifier.queue.Pending;
import dev.recur.notifier.queue.Turn;
import dev.recur.notifier.state.PendingState;
import dev.recur.notifier.state.TurnState;
import dev.recur.notifier.streams.StateCodec;
import dev.recur.schemas.avro.WebhookDelivery;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * What is pending, when it is due, and whose turn it is, in the local stores. A change is applied
 * to all three at once, so that they never disagree.
 */
final class DeliveryStores {

  /** Store: deliveries that are neither acknowledged nor given up. */
  static final String PENDING = "pending-deliveries";

  /** Store: when each of them is due, in the order of time per endpoint; the keys say it all. */
  static final String DUE = "due-deliveries";

  /** Store: whose turn it is, per endpoint and subscription. */
  static final String TURNS = "delivery-turns";

  private static final byte[] NOTHING = new byte[0];

  private static final StateCodec<PendingState> PENDING_CODEC =
      new StateCodec<>(PendingState.getEncoder(), PendingState.getDecoder());
  private static final StateCodec<TurnState> TURN_CODEC =
      new StateCodec<>(TurnState.getEncoder(), TurnState.getDecoder());

  private final KeyValueStore<Bytes, byte[]> pending;
  private final KeyValueStore<Bytes, byte[]> due;
  private final KeyValueStore<Bytes, byte[]> turns;

  DeliveryStores(ProcessorContext<byte[], byte[]> context) {
    pending = context.getStateStore(PENDING);
    due = context.getStateStore(DUE);
    turns = context.getStateStore(TURNS);
  }

  static Set<StoreBuilder<?>> builders() {
    return Set.of(builder(PENDING), builder(DUE), builder(TURNS));
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
  }

  Turn turn(DeliveryKey key) {
    byte @Nullable [] bytes = turns.get(StoreKeys.turn(key.endpoint(), key.subscriptionId()));
    if (bytes == null) {
      return Turn.NONE;
    }
    TurnState state = TURN_CODEC.decode(bytes);
    return new Turn(state.getAcceptedThrough(), state.getFirst());
  }

  Optional<PendingState> pending(DeliveryKey key) {
    byte @Nullable [] bytes = pending.get(StoreKeys.pending(key));
    return Optional.ofNullable(bytes).map(PENDING_CODEC::decode);
  }

  static Pending pendingOf(PendingState state) {
    return new Pending(state.getAttempts(), Optional.ofNullable(state.getDueAt()));
  }

  /**
   * The lowest sequence after this one that is pending for the same endpoint and subscription: when
   * the turn is free, it is the one that waits for it.
   */
  OptionalLong nextAfter(DeliveryKey key) {
    Bytes from = StoreKeys.pending(next(key, key.sequence() + 1));
    Bytes to = StoreKeys.pending(next(key, Long.MAX_VALUE));
    try (KeyValueIterator<Bytes, byte[]> rest = pending.range(from, to)) {
      return rest.hasNext()
          ? OptionalLong.of(StoreKeys.pending(rest.peekNextKey()).sequence())
          : OptionalLong.empty();
    }
  }

  /** Takes a new delivery in. */
  void accept(DeliveryKey key, WebhookDelivery delivery, Change.Accepted change) {
    put(
        key,
        Optional.empty(),
        PendingState.newBuilder()
            .setDeliveryId(delivery.getDeliveryId())
            .setEndpoint(key.endpoint())
            .setClientId(delivery.getClientId())
            .setSubscriptionId(key.subscriptionId())
            .setSequence(key.sequence())
            .setUrl(delivery.getUrl())
            .setBody(delivery.getBody())
            .setCreatedAt(delivery.getCreatedAt())
            .setTraceparent(delivery.getTraceparent())
            .setAttempts(0)
            .setDueAt(change.dueAt().orElse(null))
            .build());
    putTurn(key, turn(key).after(change));
  }

  /** Applies a change to a delivery that is pending. */
  void apply(DeliveryKey key, PendingState before, Change change) {
    Optional<Pending> after = Pending.after(Optional.of(pendingOf(before)), change);
    Optional<Instant> wasDue = Optional.ofNullable(before.getDueAt());
    if (after.isPresent()) {
      put(
          key,
          wasDue,
          PendingState.newBuilder(before)
              .setAttempts(after.get().attempts())
              .setDueAt(after.get().dueAt().orElse(null))
              .build());
    } else {
      wasDue.ifPresent(at -> due.delete(StoreKeys.due(new Due(at.toEpochMilli(), key))));
      pending.delete(StoreKeys.pending(key));
    }
    Turn turn = turn(key);
    if (!turn.after(change).equals(turn)) {
      putTurn(key, turn.after(change));
    }
  }

  /** What an endpoint has due, earliest first, from a time on. Close it. */
  DueIterator due(String endpoint, long fromMs) {
    return new DueIterator(
        due.range(StoreKeys.dueFrom(endpoint, fromMs), StoreKeys.dueEnd(endpoint)));
  }

  /** Tells the earliest of each endpoint. Costs one look per endpoint, however much is due. */
  void earliestOfEach(Consumer<Due> consumer) {
    @Nullable Bytes from = null;
    while (true) {
      try (KeyValueIterator<Bytes, byte[]> rest = due.range(from, null)) {
        if (!rest.hasNext()) {
          return;
        }
        Due earliest = StoreKeys.due(rest.peekNextKey());
        consumer.accept(earliest);
        from = StoreKeys.dueEnd(earliest.delivery().endpoint());
      }
    }
  }

  private void put(DeliveryKey key, Optional<Instant> wasDue, PendingState state) {
    Optional<Instant> isDue = Optional.ofNullable(state.getDueAt());
    if (!wasDue.equals(isDue)) {
      wasDue.ifPresent(at -> due.delete(StoreKeys.due(new Due(at.toEpochMilli(), key))));
      isDue.ifPresent(at -> due.put(StoreKeys.due(new Due(at.toEpochMilli(), key)), NOTHING));
    }
    pending.put(StoreKeys.pending(key), PENDING_CODEC.encode(state));
  }

  private void putTurn(DeliveryKey key, Turn turn) {
    turns.put(
        StoreKeys.turn(key.endpoint(), key.subscriptionId()),
        TURN_CODEC.encode(new TurnState(turn.acceptedThrough(), turn.first())));
  }

  private static DeliveryKey next(DeliveryKey key, long sequence) {
    return new DeliveryKey(key.endpoint(), key.subscriptionId(), sequence);
  }

  /** Moments at which deliveries are due, in order. */
  static final class DueIterator implements Iterator<Due>, AutoCloseable {
    private final KeyValueIterator<Bytes, byte[]> entries;

    private DueIterator(KeyValueIterator<Bytes, byte[]> entries) {
      this.entries = entries;
    }

    @Override
    public boolean hasNext() {
      return entries.hasNext();
    }

    @Override
    public Due next() {
      KeyValue<Bytes, byte[]> entry = entries.next();
      return StoreKeys.due(entry.key);
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
