package dev.recur.notifier.audit;

import dev.recur.notifier.streams.InTask;
import dev.recur.schemas.kafka.ReadTo;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * subscription.events, charge.requests, charge.results and clock.ticks → books. It writes to no
 * topic but the changelogs of its stores.
 */
public final class AuditTopology {

  /** Name of its group, its transactions and its internal topics. Never change it. */
  public static final String APPLICATION_ID = "audit";

  /** Store: what is kept of each subscription. */
  static final String BOOKS = "books";

  /** Store: what is watched, by kind, clock and time. */
  static final String WATCHES = "watches";

  /** Store: where each test clock was sent to, in milliseconds. */
  static final String CLOCKS = "audited-clocks";

  /** Store: how often each kind of finding was made. */
  static final String FINDINGS = "findings";

  /** Store: how far each topic of the partition was read. */
  static final String READ_TO = "read-to";

  private static final String PROCESSOR = "audit";

  /** The topics that it reads. */
  static final List<TopicSpec<?>> READ =
      List.of(
          Topics.SUBSCRIPTION_EVENTS,
          Topics.CHARGE_REQUESTS,
          Topics.CHARGE_RESULTS,
          Topics.CLOCK_TICKS);

  private AuditTopology() {}

  /** The whole topology. */
  public static Topology of(RecordCodecs codecs, AuditSettings settings, AuditMeters meters) {
    return of(
        codecs,
        settings,
        meters,
        new ShelfRoom(ShelfRoom.BYTES_MAX),
        Stores::persistentKeyValueStore);
  }

  /**
   * The whole topology.
   *
   * @param room for books at hand, in all of its tasks together
   * @param stores makes the store of a name
   */
  static Topology of(
      RecordCodecs codecs,
      AuditSettings settings,
      AuditMeters meters,
      ShelfRoom room,
      Function<String, KeyValueBytesStoreSupplier> stores) {
    AuditCodecs values = AuditCodecs.of(codecs);
    Topology topology = new Topology();
    READ.forEach(
        topic ->
            topology.addSource(
                (AutoOffsetReset) null,
                topic.name() + "-source",
                // Who writes a topic may leave the time out, and Streams would stop at the -1.
                (record, _) -> Math.max(0, record.timestamp()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic.name()));
    topology.addProcessor(
        PROCESSOR,
        InTask.supplier(
            List.of(
                store(stores.apply(BOOKS), Serdes.Bytes(), Serdes.ByteArray()),
                store(stores.apply(WATCHES), Serdes.Bytes(), Serdes.ByteArray()),
                store(stores.apply(CLOCKS), Serdes.String(), Serdes.Long()),
                store(stores.apply(FINDINGS), Serdes.String(), Serdes.Long()),
                ReadTo.store(stores.apply(READ_TO))),
            context -> new AuditProcessor(values, settings, meters, room, context)),
        READ.stream().map(topic -> topic.name() + "-source").toArray(String[]::new));
    return topology;
  }

  /**
   * A store that writes what changed since the last commit, and not each change: of what is watched
   * most is over before.
   */
  private static <K, V> StoreBuilder<?> store(
      KeyValueBytesStoreSupplier store, Serde<K> keys, Serde<V> values) {
    return Stores.keyValueStoreBuilder(store, keys, values).withCachingEnabled();
  }
}
