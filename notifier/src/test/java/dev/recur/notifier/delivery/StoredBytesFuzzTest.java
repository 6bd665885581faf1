package dev.recur.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.DescribedTopology;
import dev.recur.notifier.delivery.DeliveryStores.Stored;
import dev.recur.notifier.delivery.StoreKeys.Due;
import dev.recur.notifier.delivery.StoreKeys.Held;
import dev.recur.notifier.state.LaneState;
import dev.recur.notifier.state.PendingState;
import dev.recur.notifier.state.ReplayState;
import dev.recur.notifier.state.TurnState;
import dev.recur.notifier.streams.StoredFuzz;
import dev.recur.schemas.id.EndpointLane;
import dev.recur.schemas.serde.Samples;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the stores of deliveries hold: it is read, or refused by one exception. */
class StoredBytesFuzzTest {

  private static final String LANE = "M https://shop.example:443";
  private static final DeliveryKey KEY = new DeliveryKey(LANE, "S1", 3);

  static Set<String> stores() {
    return DescribedTopology.storesOf(processor -> !processor.equals("fan-out"));
  }

  /** So that none is forgotten when there is another. */
  @ParameterizedTest
  @MethodSource("stores")
  void anyStore_shouldBeReadOrRefused(String store) {
    switch (store) {
      case DeliveryStores.PENDING -> {
        anyDelivery();
        anyPendingKey();
      }
      // The values of the first are deliveries as well.
      case DeliveryStores.FIRSTS, DeliveryStores.DUE -> anyDueKey();
      case DeliveryStores.HELD -> anyHeldKey();
      case LaneBook.LANES -> anyLane();
      case DeliveryStores.TURNS -> anyTurn();
      case DeliveryTopology.READ_TO -> {} // ReadToTest has it.
      default -> throw new AssertionError("nothing here reads the store " + store);
    }
  }

  private static void anyDelivery() {
    assertThat(
            StoredFuzz.states(
                "stored-delivery",
                Samples.random(PendingState.class, 1),
                bytes -> assertThat(Stored.read(KEY, bytes, true).pending()).isNotNull()))
        .containsKeys("read", "later", "refused");
  }

  private static void anyTurn() {
    assertThat(
            StoredFuzz.states(
                "stored-turn",
                Samples.random(TurnState.class, 1),
                bytes -> assertThat(Turns.decode(bytes)).isNotNull()))
        .containsKeys("read", "later", "refused");
  }

  /** What is read can be written again, and shown. */
  private static void anyLane() {
    EndpointLane id = EndpointLane.parse(LANE).orElseThrow();
    ReplayState replay =
        ReplayState.newBuilder(Samples.random(ReplayState.class, 1)).setStatus("RUNNING").build();
    LaneState right =
        LaneState.newBuilder(Samples.random(LaneState.class, 1))
            .setStatus("FAILING")
            .setReplays(List.of(replay))
            .build();

    assertThat(
            StoredFuzz.states(
                "stored-lane",
                right,
                bytes -> {
                  Lane lane = LaneCodec.read(bytes, new Lane(id, 8));
                  LaneState state = LaneCodec.state(lane);
                  Lane again = LaneCodec.read(LaneCodec.encode(state), new Lane(id, 8));
                  assertThat(LaneCodec.state(again)).isEqualTo(state);
                  assertThat(LaneCodec.record(lane, lane.health().since())).isNotNull();
                }))
        .containsKeys("read", "later", "refused");
  }

  private static void anyPendingKey() {
    assertThat(
            runKeys("pending-key", StoreKeys.pending(KEY), StoreKeys::pending, StoreKeys::pending))
        .containsKeys("read", "refused");
  }

  private static void anyDueKey() {
    assertThat(
            runKeys(
                "delivery-due-key", StoreKeys.due(new Due(7, KEY)), StoreKeys::due, StoreKeys::due))
        .containsKeys("read", "refused");
  }

  private static void anyHeldKey() {
    assertThat(
            runKeys(
                "held-key", StoreKeys.held(new Held(2, 7, KEY)), StoreKeys::held, StoreKeys::held))
        .containsKeys("read", "refused");
  }

  /** What is read is the key itself, so that it can be taken away. */
  private static <K> Map<String, Long> runKeys(
      String name, Bytes right, Function<Bytes, K> read, Function<K, Bytes> made) {
    return StoredFuzz.bytes(
        name,
        right.get(),
        bytes -> {
          Bytes key = Bytes.wrap(bytes);
          assertThat(made.apply(read.apply(key))).isEqualTo(key);
        });
  }
}
