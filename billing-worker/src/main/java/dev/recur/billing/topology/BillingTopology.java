package dev.recur.billing.topology;

import dev.recur.billing.clock.LiveTime;
import dev.recur.schemas.kafka.ReadTo;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The graph: three sources into the one processor that owns the stores, and its sinks. Every node
 * and store has a name that outlives releases, because changelogs are named after them.
 */
public final class BillingTopology {
  /** Id of the Streams application, and so the prefix of its changelogs. */
  public static final String APPLICATION_ID = "billing-worker";

  static final String SUBSCRIPTIONS_STORE = "subscriptions";
  static final String PAYMENTS_STORE = "payments";
  static final String REQUESTS_STORE = "requests-answered";
  static final String DUE_STORE = "due";
  static final String WAITING_STORE = "waiting";
  static final String CLOCKS_STORE = "clocks";
  static final String READ_TO_STORE = "read-to";

  static final String EVENTS_SINK = "events";
  static final String SNAPSHOTS_SINK = "snapshots";
  static final String REQUESTS_SINK = "requests";
  static final String REPLIES_SINK = "replies";
  static final String COMMANDS_SINK = "commands-out";
  static final String DEAD_LETTERS_SINK = "dead-letters";

  private static final String COMMANDS_SOURCE = "commands";
  private static final String RESULTS_SOURCE = "results";
  private static final String TICKS_SOURCE = "ticks";
  private static final String PROCESSOR = "subscription";

  /** The topics that each task reads. */
  static final List<TopicSpec<?>> READ =
      List.of(Topics.SUBSCRIPTION_COMMANDS, Topics.CHARGE_RESULTS, Topics.CLOCK_TICKS);

  /** Their names. */
  static final Set<String> SOURCE_TOPICS =
      READ.stream().map(TopicSpec::name).collect(Collectors.toUnmodifiableSet());

  private BillingTopology() {}

  /**
   * Builds the graph.
   *
   * @param codecs the values of the topics
   * @param partitions how many partitions the subscription topics have
   * @param liveTime how far the live clock has come
   * @param unread what lies before its tasks
   * @param metrics what an operator watches
   */
  public static Topology build(
      BillingCodecs codecs,
      int partitions,
      LiveTime liveTime,
      Unread unread,
      BillingMetrics metrics) {
    return build(codecs, partitions, liveTime, unread, metrics, Stores::persistentKeyValueStore);
  }

  /**
   * Builds the graph on stores of another kind than RocksDB.
   *
   * @param codecs the values of the topics
   * @param partitions how many partitions the subscription topics have
   * @param liveTime how far the live clock has come
   * @param unread what lies before its tasks
   * @param metrics what an operator watches
   * @param stores makes the store of a name; its ranges must be ordered by the keys' unsigned bytes
   */
  public static Topology build(
      BillingCodecs codecs,
      int partitions,
      LiveTime liveTime,
      Unread unread,
      BillingMetrics metrics,
      Function<String, KeyValueBytesStoreSupplier> stores) {
    Topology topology = new Topology();
    source(topology, COMMANDS_SOURCE, Topics.SUBSCRIPTION_COMMANDS);
    source(topology, RESULTS_SOURCE, Topics.CHARGE_RESULTS);
    source(topology, TICKS_SOURCE, Topics.CLOCK_TICKS);
    topology.addProcessor(
        PROCESSOR,
        () -> new SubscriptionProcessor(codecs, partitions, liveTime, unread, metrics),
        COMMANDS_SOURCE,
        RESULTS_SOURCE,
        TICKS_SOURCE);
    store(topology, stores.apply(SUBSCRIPTIONS_STORE), Serdes.String());
    store(topology, stores.apply(PAYMENTS_STORE), Serdes.String());
    store(topology, stores.apply(REQUESTS_STORE), Serdes.String());
    store(topology, stores.apply(DUE_STORE), Serdes.Bytes());
    store(topology, stores.apply(WAITING_STORE), Serdes.Bytes());
    store(topology, stores.apply(CLOCKS_STORE), Serdes.String());
    topology.addStateStore(ReadTo.store(stores.apply(READ_TO_STORE)), PROCESSOR);
    sink(topology, EVENTS_SINK, Topics.SUBSCRIPTION_EVENTS);
    sink(topology, SNAPSHOTS_SINK, Topics.SUBSCRIPTION_SNAPSHOTS);
    sink(topology, REQUESTS_SINK, Topics.CHARGE_REQUESTS);
    sink(topology, REPLIES_SINK, Topics.COMMAND_REPLIES);
    sink(topology, COMMANDS_SINK, Topics.SUBSCRIPTION_COMMANDS);
    topology.addSink(
        DEAD_LETTERS_SINK,
        new DeadLetterTopic(),
        new ByteArraySerializer(),
        new ByteArraySerializer(),
        PROCESSOR);
    return topology;
  }

  /** A record's dead letter goes to the topic of its own topic. */
  private static final class DeadLetterTopic implements TopicNameExtractor<byte[], byte[]> {
    @Override
    public String extract(byte[] key, byte[] value, RecordContext context) {
      return context.topic() + ".dead-letters";
    }

    /** Names the node's topics in the description of the graph. */
    @Override
    public String toString() {
      return "<topic>.dead-letters";
    }
  }

  private static void source(Topology topology, String name, TopicSpec<?> topic) {
    topology.addSource(
        (AutoOffsetReset) null,
        name,
        (record, _) -> timeOf(record),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        topic.name());
  }

  /**
   * A record's time. A writer may leave it out, and Streams would stop at the -1 that then stands
   * there, at every start anew.
   */
  static long timeOf(ConsumerRecord<?, ?> record) {
    return Math.max(0, record.timestamp());
  }

  private static void sink(Topology topology, String name, TopicSpec<?> topic) {
    topology.addSink(
        name, topic.name(), new ByteArraySerializer(), new ByteArraySerializer(), PROCESSOR);
  }

  private static <K> void store(
      Topology topology, KeyValueBytesStoreSupplier supplier, Serde<K> keys) {
    StoreBuilder<KeyValueStore<K, byte[]>> store =
        Stores.keyValueStoreBuilder(supplier, keys, Serdes.ByteArray());
    topology.addStateStore(store, PROCESSOR);
  }
}
