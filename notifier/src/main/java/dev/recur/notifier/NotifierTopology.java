package dev.recur.notifier;

import dev.recur.notifier.delivery.DeliveryTopology;
import dev.recur.notifier.delivery.Surroundings;
import dev.recur.notifier.fanout.FanOutTopology;
import dev.recur.schemas.kafka.DeadLetterMeters;
import dev.recur.schemas.kafka.DeadLetters;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/** The notifier's topology: fan-out and delivery, which meet on topic webhook.deliveries. */
public final class NotifierTopology {

  /** Name of its group, its transactions and its internal topics. Never change it. */
  public static final String APPLICATION_ID = "notifier";

  private NotifierTopology() {}

  /** Topics of which it puts aside what it cannot read. */
  static final List<TopicSpec<?>> READ =
      List.of(
          Topics.SUBSCRIPTION_EVENTS,
          Topics.WEBHOOK_DELIVERIES,
          Topics.WEBHOOK_ATTEMPTS,
          Topics.WEBHOOK_COMMANDS);

  /** The whole topology. */
  public static Topology of(RecordCodecs codecs, Surroundings surroundings) {
    return of(codecs, surroundings, Stores::persistentKeyValueStore);
  }

  /**
   * The whole topology.
   *
   * @param meters count what is put aside
   */
  static Topology of(RecordCodecs codecs, Surroundings surroundings, DeadLetterMeters meters) {
    return of(
        codecs,
        surroundings,
        Stores::persistentKeyValueStore,
        new DeadLetters(APPLICATION_ID, meters::count));
  }

  /**
   * The whole topology on stores of another kind than RocksDB.
   *
   * @param stores makes the store of a name; its ranges must be ordered by the keys' unsigned bytes
   */
  public static Topology of(
      RecordCodecs codecs,
      Surroundings surroundings,
      Function<String, KeyValueBytesStoreSupplier> stores) {
    return of(codecs, surroundings, stores, new DeadLetters(APPLICATION_ID));
  }

  private static Topology of(
      RecordCodecs codecs,
      Surroundings surroundings,
      Function<String, KeyValueBytesStoreSupplier> stores,
      DeadLetters deadLetters) {
    Topology topology = new Topology();
    FanOutTopology.addTo(
        topology, codecs, deadLetters, surroundings.endpoints(), surroundings.buyers(), stores);
    DeliveryTopology.addTo(topology, codecs, deadLetters, surroundings, stores);
    return topology;
  }
}
