package dev.recur.notifier.fanout;

import dev.recur.notifier.buyer.BuyerDirectory;
import dev.recur.notifier.endpoint.EndpointDirectory;
import dev.recur.notifier.fanout.FanOutProcessor.Parts;
import dev.recur.notifier.streams.InTask;
import dev.recur.schemas.kafka.ReadTo;
import dev.recur.schemas.kafka.Untaken;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.Topics;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** subscription.events → contexts → webhook.deliveries. */
public final class FanOutTopology {

  /** Store: the context of each subscription. */
  static final String CONTEXTS = "contexts";

  /** Store: how far the ledger was read. */
  static final String READ_TO = "fan-out-read-to";

  static final String DELIVERIES = "fan-out-deliveries";
  static final String DEAD_LETTERS = "fan-out-dead-letters";

  private static final String SOURCE = "fan-out-events";
  private static final String PROCESSOR = "fan-out";

  private FanOutTopology() {}

  /**
   * Adds the fan-out to the notifier's topology.
   *
   * @param untaken what becomes of records that it does not take
   * @param endpoints what the merchants have now
   * @param buyers who is written to now
   * @param stores makes the store of a name
   */
  public static void addTo(
      Topology topology,
      RecordCodecs codecs,
      Untaken untaken,
      EndpointDirectory endpoints,
      BuyerDirectory buyers,
      Function<String, KeyValueBytesStoreSupplier> stores) {
    Parts parts =
        new Parts(
            codecs.of(Topics.SUBSCRIPTION_EVENTS),
            codecs.of(Topics.WEBHOOK_DELIVERIES),
            untaken,
            endpoints,
            buyers);
    StoreBuilder<?> contexts =
        Stores.keyValueStoreBuilder(stores.apply(CONTEXTS), Serdes.String(), Serdes.ByteArray());
    topology
        .addSource(
            SOURCE,
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            Topics.SUBSCRIPTION_EVENTS.name())
        .addProcessor(
            PROCESSOR,
            InTask.supplier(
                List.of(contexts, ReadTo.store(stores.apply(READ_TO))),
                context -> new FanOutProcessor(parts, context)),
            SOURCE)
        .addSink(
            DELIVERIES,
            Topics.WEBHOOK_DELIVERIES.name(),
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            PROCESSOR)
        .addSink(
            DEAD_LETTERS,
            Topics.SUBSCRIPTION_EVENTS.deadLetters(),
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            PROCESSOR);
  }
}
