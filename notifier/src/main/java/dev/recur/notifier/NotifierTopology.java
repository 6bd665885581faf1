package dev.recur.notifier;

import dev.recur.notifier.delivery.DeliveryTopology;
import dev.recur.notifier.delivery.Surroundings;
import dev.recur.notifier.fanout.FanOutTopology;
import dev.recur.schemas.kafka.Untaken;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
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

  /** Topics of which it puts aside what it cannot read, and passes over what it has read. */
  private static final List<TopicSpec<?>> READ =
      List.of(
          Topics.SUBSCRIPTION_EVENTS,
          Topics.WEBHOOK_DELIVERIES,
          Topics.WEBHOOK_ATTEMPTS,
          Topics.WEBHOOK_COMMANDS);

  /**
   * The whole topology.
   *
   * @param registry shows what it counts
   */
  static Topology of(RecordCodecs codecs, Surroundings surroundings, MeterRegistry registry) {
    return of(codecs, surroundings, registry, Stores::persistentKeyValueStore);
  }

  /**
   * The whole topology on stores of another kind than RocksDB.
   *
   * @param registry shows what it counts
   * @param stores makes the store of a name; its ranges must be ordered by the keys' unsigned bytes
   */
  public static Topology of(
      RecordCodecs codecs,
      Surroundings surroundings,
      MeterRegistry registry,
      Function<String, KeyValueBytesStoreSupplier> stores) {
    Untaken untaken = Untaken.of(APPLICATION_ID, registry, READ);
    Topology topology = new Topology();
    FanOutTopology.addTo(
        topology, codecs, untaken, surroundings.endpoints(), surroundings.buyers(), stores);
    DeliveryTopology.addTo(topology, codecs, untaken, surroundings, stores);
    return topology;
  }
}
