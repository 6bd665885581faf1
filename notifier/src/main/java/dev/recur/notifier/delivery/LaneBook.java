package dev.recur.notifier.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.notifier.delivery.DeliveryStores.Stored;
import dev.recur.notifier.delivery.StoreKeys.Held;
import dev.recur.notifier.queue.Attempt;
import dev.recur.notifier.queue.Change;
import dev.recur.notifier.queue.Health;
import dev.recur.notifier.queue.Replays;
import dev.recur.notifier.state.LaneState;
import dev.recur.schemas.avro.WebhookEndpoint;
import dev.recur.schemas.id.EndpointLane;
import dev.recur.schemas.serde.RecordCodec;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered of lanes beyond their deliveries: how they are doing, and their replays. Says
 * so on webhook.endpoints and to the merchant's other endpoints.
 */
final class LaneBook {

  private static final Logger LOG = LoggerFactory.getLogger(LaneBook.class);

  /** Store: what is remembered of a lane, where that is more than nothing; by its text. */
  static final String LANES = "delivery-lanes";

  private final KeyValueStore<Bytes, byte[]> store;
  private final DeliveryStores deliveries;
  private final RecordCodec<WebhookEndpoint> codec;
  private final Bulletins bulletins;
  private final ProcessorContext<byte[], byte[]> context;
  private final int inTheAirMax;
  private final Supplier<Instant> clock;

  /** How many lanes are written that are not ACTIVE; most of them are not in memory. */
  private final Map<Health.Status, Long> unwell = new EnumMap<>(Health.Status.class);

  /**
   * The book of one task.
   *
   * @param inTheAirMax most attempts of one lane in the air
   */
  LaneBook(
      ProcessorContext<byte[], byte[]> context,
      DeliveryStores deliveries,
      RecordCodec<WebhookEndpoint> codec,
      Bulletins bulletins,
      int inTheAirMax,
      Supplier<Instant> clock) {
    this.store = context.getStateStore(LANES);
    this.context = context;
    this.deliveries = deliveries;
    this.codec = codec;
    this.bulletins = bulletins;
    this.inTheAirMax = inTheAirMax;
    this.clock = clock;
  }

  /** The lane with this text, with what is remembered of it. */
  Lane open(String text) {
    EndpointLane id =
        EndpointLane.parse(text)
            .orElseThrow(() -> new IllegalStateException("Not the text of a lane: " + text));
    Lane lane = new Lane(id, inTheAirMax);
    if (!deliveries.hasOthers(text)) {
      lane.waiting(WaitingCount.nobody());
    }
    byte @Nullable [] bytes = store.get(key(text));
    if (bytes != null) {
      LaneCodec.read(bytes, lane);
      lane.wrote();
      lane.hasHeld(isHolding(lane));
      lane.hasExhausted(mayBeProbed(lane));
      lane.probedUntil(clock.get().toEpochMilli());
    }
    return lane;
  }

  /**
   * Counts what is written, and tells the lanes that have something to do though nothing of theirs
   * may be due. Once, before anything is written.
   */
  void eachAtWork(Consumer<String> consumer) {
    try (KeyValueIterator<Bytes, byte[]> lanes = store.all()) {
      while (lanes.hasNext()) {
        String text = new String(lanes.next().key.get(), UTF_8);
        Lane lane = open(text);
        count(lane.written().status(), 1);
        if (lane.hasHeld() || lane.isReplaying() || lane.isToBeProbed()) {
          consumer.accept(text);
        }
      }
    }
  }

  private boolean isHolding(Lane lane) {
    try (Entries<Held> held = deliveries.held().before(lane.text(), lane.gate().round())) {
      return held.hasNext();
    }
  }

  private boolean mayBeProbed(Lane lane) {
    return lane.health().status() == Health.Status.FAILING
        && deliveries.held().oldest(lane.text(), lane.gate().round()).isPresent();
  }

  /**
   * An attempt's outcome says how the lane is doing. E-mails of all merchants go through one server
   * of the operator's, so no merchant could open a lane of theirs again that it had closed.
   *
   * @param changes what came of it for the delivery
   */
  void attempted(Lane lane, Attempt attempt, List<Change> changes) {
    change(lane, lane.health().attempted(attempt, changes, clock.get(), !lane.id().isMail()));
  }

  /** Nothing is to be attempted. */
  void disable(Lane lane, String reason) {
    change(lane, lane.health().disabled(reason, clock.get()));
  }

  /** It is to be attempted again. */
  void enable(Lane lane) {
    change(lane, lane.health().enabled(clock.get()));
  }

  private void change(Lane lane, Health next) {
    Health before = lane.health();
    if (next.equals(before) && next.equals(lane.written())) {
      return;
    }
    lane.health(next);
    if (next.round() != before.round()) {
      lane.hasHeld(true);
      lane.hasExhausted(false);
    }
    boolean isOther = next.status() != before.status();
    if (isOther) {
      bulletins.status(lane, before, next);
    }
    if (next.isWorthWriting(lane.written(), clock.get())) {
      write(lane);
    }
    if (isOther) {
      LOG.atInfo()
          .addKeyValue("lane", lane.text())
          .addKeyValue("status", next.status())
          .addKeyValue("reason", next.reason().orElse(""))
          .log("Lane has another status.");
      publish(lane);
    }
  }

  /**
   * A delivery's attempts are used up, or it can never be delivered.
   *
   * @param reason why it never can be, in one sentence
   */
  void exhausted(Lane lane, Stored delivery, int attempts, Optional<String> reason) {
    if (bulletins.exhausted(lane, delivery, attempts, reason)) {
      write(lane);
    }
  }

  /** The lane's replays are others. */
  void replays(Lane lane, Replays next) {
    if (!next.equals(lane.replays())) {
      lane.replays(next);
      write(lane);
      publish(lane);
    }
  }

  /** So many more replayed deliveries, or fewer, are due or in the air. */
  void replaysUnderWay(Lane lane, int more) {
    lane.replaysUnderWay(lane.replaysUnderWay() + more);
    write(lane);
  }

  /** How many lanes, in memory or not, have each status but ACTIVE. */
  Map<Health.Status, Long> unwell() {
    return unwell;
  }

  private void count(Health.Status status, long more) {
    if (status != Health.Status.ACTIVE) {
      unwell.merge(status, more, Long::sum);
    }
  }

  private void write(Lane lane) {
    count(lane.written().status(), -1);
    count(lane.health().status(), 1);
    LaneState state = LaneCodec.state(lane);
    store.put(key(lane.text()), LaneCodec.encode(state));
    lane.wrote();
  }

  private void publish(Lane lane) {
    context.forward(
        new Record<>(
            lane.text().getBytes(UTF_8),
            codec.encode(LaneCodec.record(lane, clock.get())),
            clock.get().toEpochMilli()),
        DeliveryTopology.ENDPOINTS);
  }

  private static Bytes key(String text) {
    return Bytes.wrap(text.getBytes(UTF_8));
  }
}
