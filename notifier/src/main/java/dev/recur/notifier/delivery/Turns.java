package dev.recur.notifier.delivery;

import dev.recur.notifier.state.TurnState;
import dev.recur.notifier.streams.LaterReleaseException;
import dev.recur.notifier.streams.StateCodec;
import dev.recur.notifier.streams.StateHistory;
import dev.recur.notifier.streams.UnreadableStateException;
import dev.recur.schemas.kafka.Recent;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** How far each subscription is in each lane, in its local store. */
final class Turns {

  private static final StateCodec<TurnState> CODEC =
      new StateCodec<>(TurnState.class, StateHistory.TURN);

  private final KeyValueStore<Bytes, byte[]> store;

  /** What was read or written last, by a delivery's key with sequence 0. */
  private final Recent<DeliveryKey, Turn> recent;

  /**
   * Turns.
   *
   * @param recentMax how many are kept in memory as well
   */
  Turns(KeyValueStore<Bytes, byte[]> store, int recentMax) {
    this.store = store;
    this.recent = new Recent<>(recentMax);
  }

  /**
   * The turn of a line.
   *
   * @param key of any delivery in it
   */
  Turn of(DeliveryKey key) {
    DeliveryKey line = key.with(0);
    Optional<Turn> known = recent.get(line);
    if (known.isPresent()) {
      return known.get();
    }
    Turn read = read(line);
    recent.put(line, read);
    return read;
  }

  private Turn read(DeliveryKey line) {
    byte @Nullable [] bytes = store.get(StoreKeys.turn(line.lane(), line.subscriptionId()));
    return bytes == null ? Turn.NONE : decode(bytes);
  }

  /**
   * The turn in these bytes.
   *
   * @throws LaterReleaseException when a later version wrote them
   * @throws UnreadableStateException when they are no turn
   */
  static Turn decode(byte[] bytes) {
    return CODEC.decode(bytes, Turns::turn);
  }

  private static Turn turn(TurnState state) {
    Instant firstAt = state.getFirstDueAt();
    return new Turn(
        state.getAcceptedThrough(), state.getFirst(), firstAt == null ? 0 : firstAt.toEpochMilli());
  }

  void put(DeliveryKey key, Turn turn) {
    recent.put(key.with(0), turn);
    store.put(
        StoreKeys.turn(key.lane(), key.subscriptionId()),
        CODEC.encode(
            new TurnState(
                turn.acceptedThrough(),
                turn.first(),
                turn.firstAtMs() == 0 ? null : Instant.ofEpochMilli(turn.firstAtMs()))));
  }
}
