package dev.recur.systemtests.simulation;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.internals.InternalTopologyBuilder;
import org.apache.kafka.streams.processor.internals.ProcessorContextImpl;
import org.apache.kafka.streams.processor.internals.ProcessorStateManager;
import org.apache.kafka.streams.processor.internals.ProcessorTopology;
import org.apache.kafka.streams.processor.internals.StateDirectory;
import org.apache.kafka.streams.processor.internals.StreamTask;
import org.apache.kafka.streams.processor.internals.Task;
import org.apache.kafka.streams.processor.internals.metrics.StreamsMetricsImpl;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.ThreadCache;

/**
 * A service's topology, ready to be run as tasks, one for each part of it and partition. Made once
 * per thread and used for many runs, because making it is what is slow.
 *
 * <p>A task is set up as Kafka's own test driver does it, out of the same classes. The driver
 * itself makes one task out of all parts of a topology, calls every partition 0, counts offsets
 * anew at every start, and takes at once what a sink writes to a topic that is also read: none of
 * which a cluster does.
 */
final class Program {

  /** How a topology is made. */
  interface Maker {
    Topology make(Function<String, KeyValueBytesStoreSupplier> stores);
  }

  private final String applicationId;
  private final InternalTopologyBuilder builder;
  private final StreamsConfig config;
  private final StreamsMetricsImpl metrics;
  private final LogContext logContext = new LogContext("simulation ");

  private final Map<Integer, Set<String>> sources = new HashMap<>();

  /** What was made last of each name, innermost: a task's, when its part has just been built. */
  private final Map<String, ByteOrderedStore> made = new HashMap<>();

  /** The stores of each task that was ever started. */
  private final Map<TaskId, List<KeptStore<?, ?>>> kept = new HashMap<>();

  Program(String applicationId, Maker maker) {
    this.applicationId = applicationId;
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // The world says which record comes next.
    properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    config = new StreamsConfig(properties);
    try {
      metrics = Unmeasured.of(applicationId);
    } catch (ReflectiveOperationException e) {
      throw anotherVersion(e);
    }
    builder = builderOf(maker.make(this::store));
    builder.rewriteTopology(config);
  }

  private static InternalTopologyBuilder builderOf(Topology topology) {
    try {
      // Kafka's driver lies in the package that may see it.
      return (InternalTopologyBuilder)
          field(Topology.class, "internalTopologyBuilder").get(topology);
    } catch (ReflectiveOperationException e) {
      throw anotherVersion(e);
    }
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private static IllegalStateException anotherVersion(ReflectiveOperationException e) {
    return new IllegalStateException("This is another version of Kafka Streams", e);
  }

  private KeyValueBytesStoreSupplier store(String name) {
    return new KeyValueBytesStoreSupplier() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public KeyValueStore<Bytes, byte[]> get() {
        ByteOrderedStore store = new ByteOrderedStore(name);
        made.put(name, store);
        return store;
      }

      @Override
      public String metricsScope() {
        return "simulation";
      }
    };
  }

  /** The numbers of the topology's parts. */
  Set<Integer> parts() {
    return builder.nodeGroups().keySet();
  }

  /** The topics that a part reads. */
  Set<String> sources(int part) {
    return sources.computeIfAbsent(part, _ -> builder.buildSubtopology(part).sourceTopics());
  }

  /**
   * Starts a task.
   *
   * @param contents what its stores hold
   */
  RunningTask start(int part, int partition, Contents contents, Time clock) {
    TaskId id = new TaskId(part, partition);
    ProcessorTopology topology = builder.buildSubtopology(part);
    List<KeptStore<?, ?>> stores = keptStores(id, topology);
    stores.forEach(store -> store.refill(contents.of(store.name())));
    Map<String, String> storeByChangelog = new HashMap<>();
    topology
        .storeToChangelogTopic()
        .forEach((store, changelog) -> storeByChangelog.put(changelog, store));
    Set<TopicPartition> inputs = new HashSet<>();
    topology.sourceTopics().forEach(topic -> inputs.add(new TopicPartition(topic, partition)));
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.assign(inputs);
    StateDirectory directory = new StateDirectory(config, clock, false, false);
    ThreadCache cache = new ThreadCache(logContext, 0, metrics);
    ProcessorStateManager states =
        new ProcessorStateManager(
            id,
            Task.TaskType.ACTIVE,
            true,
            logContext,
            directory,
            topology.storeToChangelogTopic(),
            inputs);
    Outputs outputs = new Outputs(storeByChangelog);
    StreamTask task =
        new StreamTask(
            id,
            inputs,
            topology,
            consumer,
            builder.topologyConfigs().getTaskConfig(),
            metrics,
            directory,
            cache,
            clock,
            states,
            outputs,
            new ProcessorContextImpl(id, config, states, metrics, cache),
            logContext,
            false);
    task.initializeIfNeeded();
    task.completeRestoration(_ -> {});
    return new RunningTask(task, stores, outputs, clock);
  }

  /** The stores that the last such task had, in place of those that were just built. */
  private List<KeptStore<?, ?>> keptStores(TaskId id, ProcessorTopology topology) {
    List<KeptStore<?, ?>> stores =
        kept.computeIfAbsent(
            id,
            _ ->
                topology.stateStores().stream()
                    .<KeptStore<?, ?>>map(store -> new KeptStore<>(store, contents(store.name())))
                    .toList());
    try {
      field(ProcessorTopology.class, "stateStores").set(topology, stores);
    } catch (ReflectiveOperationException e) {
      throw anotherVersion(e);
    }
    return stores;
  }

  private ByteOrderedStore contents(String store) {
    return Objects.requireNonNull(made.get(store), store);
  }

  @Override
  public String toString() {
    return applicationId;
  }
}
