package dev.recur.notifier.delivery;

import dev.recur.notifier.streams.InTask;
import dev.recur.schemas.kafka.ReadTo;
import dev.recur.schemas.kafka.Untaken;
import dev.recur.schemas.kafka.WriteBehindStore;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * webhook.deliveries, webhook.attempts and webhook.commands → what is pending, due and held, whose
 * turn it is, and how lanes are doing, which webhook.endpoints tells.
 */
public final class DeliveryTopology {

  static final String DELIVERIES_DEAD_LETTERS = "delivery-deliveries-dead-letters";
  static final String ATTEMPTS_DEAD_LETTERS = "delivery-attempts-dead-letters";
  static final String COMMANDS_DEAD_LETTERS = "delivery-commands-dead-letters";

  /** Sink: how lanes are doing. */
  static final String ENDPOINTS = "delivery-endpoints";

  /** Sink: what a merchant's other endpoints are told of a lane. */
  static final String BULLETINS = "delivery-bulletins";

  /** Store: how far each topic of the partition was read. */
  static final String READ_TO = "delivery-read-to";

  private static final String DELIVERIES = "delivery-deliveries";
  private static final String ATTEMPTS = "delivery-attempts";
  private static final String COMMANDS = "delivery-commands";
  private static final String PROCESSOR = "delivery";

  /** Memory of the process for the bodies of what has just arrived. */
  private static final long BODY_BYTES_MAX = 48L * 1024 * 1024;

  /**
   * So much may each partition have beyond it, so that the backlog of one costs no other a fetch.
   */
  private static final long BODY_BYTES_OF_EACH = 512L * 1024;

  /**
   * Memory of the process for the entries of what is due for the first time: so much, and no more
   * than a part of the heap.
   */
  private static final long FIRSTS_BYTES_MAX =
      Math.min(32L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 16);

  private DeliveryTopology() {}

  /**
   * Adds the delivery to the notifier's topology.
   *
   * @param untaken what becomes of records that it does not take
   * @param stores makes the store of a name
   */
  public static void addTo(
      Topology topology,
      RecordCodecs codecs,
      Untaken untaken,
      Surroundings surroundings,
      Function<String, KeyValueBytesStoreSupplier> stores) {
    DeliveryParts parts =
        new DeliveryParts(
            codecs.of(Topics.WEBHOOK_DELIVERIES),
            codecs.of(Topics.WEBHOOK_ATTEMPTS),
            codecs.of(Topics.WEBHOOK_COMMANDS),
            codecs.of(Topics.WEBHOOK_ENDPOINTS),
            untaken,
            surroundings,
            new BodyCache.Bound(BODY_BYTES_MAX, BODY_BYTES_OF_EACH),
            new OutcomesFirst());
    addSource(topology, DELIVERIES, Topics.WEBHOOK_DELIVERIES.name());
    topology.addSource(
        AutoOffsetReset.earliest(),
        ATTEMPTS,
        parts.outcomesFirst(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        Topics.WEBHOOK_ATTEMPTS.name());
    addSource(topology, COMMANDS, Topics.WEBHOOK_COMMANDS.name());
    topology.addProcessor(
        PROCESSOR,
        InTask.supplier(builders(stores), context -> new DeliveryProcessor(parts, context)),
        DELIVERIES,
        ATTEMPTS,
        COMMANDS);
    addSink(topology, DELIVERIES_DEAD_LETTERS, Topics.WEBHOOK_DELIVERIES.deadLetters());
    addSink(topology, ATTEMPTS_DEAD_LETTERS, Topics.WEBHOOK_ATTEMPTS.deadLetters());
    addSink(topology, COMMANDS_DEAD_LETTERS, Topics.WEBHOOK_COMMANDS.deadLetters());
    addSink(topology, ENDPOINTS, Topics.WEBHOOK_ENDPOINTS.name());
    addSink(topology, BULLETINS, Topics.WEBHOOK_DELIVERIES.name());
  }

  private static List<StoreBuilder<?>> builders(
      Function<String, KeyValueBytesStoreSupplier> stores) {
    List<StoreBuilder<?>> builders =
        new ArrayList<>(
            DeliveryStores.builders(stores, new WriteBehindStore.Bound(FIRSTS_BYTES_MAX)));
    builders.add(DeliveryStores.builder(stores.apply(LaneBook.LANES)));
    builders.add(ReadTo.store(stores.apply(READ_TO)));
    return builders;
  }

  private static void addSource(Topology topology, String name, String topic) {
    topology.addSource(name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic);
  }

  private static void addSink(Topology topology, String name, String topic) {
    topology.addSink(name, topic, new ByteArraySerializer(), new ByteArraySerializer(), PROCESSOR);
  }
}
