package dev.recur.schemas.kafka;

import static dev.recur.schemas.kafka.WriteBehindCourse.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.kafka.WriteBehindStore.Bound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store within a topology, beneath Kafka Streams' own changelog and above RocksDB. The driver
 * commits after each record, so what is to happen between commits is in one.
 */
class WriteBehindTopologyTest {

  private static final String LEFT = "left";
  private static final String RIGHT = "right";

  @TempDir private Path directory;
  private final Map<String, KeyValueStore<Bytes, byte[]>> inner = new HashMap<>();

  /** What RocksDB is asked for, but for what it is asked for by each commit. */
  private final List<String> calls = new ArrayList<>();

  private @Nullable TopologyTestDriver driver;

  /** Writes what the record's value says: {@code store+key} puts, {@code store-key} deletes. */
  private static final class Writer implements Processor<String, String, Void, Void> {

    private final Map<String, KeyValueStore<String, String>> stores = new HashMap<>();

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      for (String store : List.of(LEFT, RIGHT)) {
        stores.put(store, context.getStateStore(store));
      }
    }

    @Override
    public void process(Record<String, String> record) {
      for (String word : record.value().split(" ", -1)) {
        KeyValueStore<String, String> store = store(word.substring(0, word.length() - 2));
        String key = word.substring(word.length() - 1);
        if (word.contains("+")) {
          store.put(key, "value");
        } else {
          store.delete(key);
        }
      }
    }

    private KeyValueStore<String, String> store(String name) {
      return Objects.requireNonNull(stores.get(name), name);
    }
  }

  private final class Watched implements KeyValueBytesStoreSupplier {

    private final KeyValueBytesStoreSupplier rocksDb;

    Watched(String name) {
      this.rocksDb = Stores.persistentKeyValueStore(name);
    }

    @Override
    public String name() {
      return rocksDb.name();
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      KeyValueStore<Bytes, byte[]> store = rocksDb.get();
      inner.put(name(), store);
      return CalledStore.around(store, method -> calls.add(name() + " " + method));
    }

    @Override
    public String metricsScope() {
      return rocksDb.metricsScope();
    }
  }

  private TopologyTestDriver begin(Bound bound) {
    Topology topology = new Topology();
    topology.addSource("source", new StringDeserializer(), new StringDeserializer(), "in");
    topology.addProcessor("writer", Writer::new, "source");
    for (String store : List.of(LEFT, RIGHT)) {
      topology.addStateStore(
          Stores.keyValueStoreBuilder(
              WriteBehindStore.over(new Watched(store), bound), Serdes.String(), Serdes.String()),
          "writer");
    }
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    driver = new TopologyTestDriver(topology, properties);
    calls.clear();
    return driver;
  }

  private KeyValueStore<Bytes, byte[]> rocksDb(String store) {
    return Objects.requireNonNull(inner.get(store), store);
  }

  @AfterEach
  void end() {
    if (driver != null) {
      driver.close();
    }
  }

  private static void write(TopologyTestDriver driver, String words) {
    driver
        .createInputTopic("in", new StringSerializer(), new StringSerializer())
        .pipeInput("key", words);
  }

  private static List<KeyValue<String, String>> changelog(TopologyTestDriver driver, String store) {
    return driver
        .createOutputTopic(
            "app-" + store + "-changelog", new StringDeserializer(), new StringDeserializer())
        .readKeyValuesToList();
  }

  private List<String> writes() {
    return calls.stream()
        .filter(call -> call.contains("put") || call.contains("delete") || call.contains("get "))
        .toList();
  }

  @Test
  void putAndDelete_shouldBothBeInTheChangelog_andNeverReachRocksDb() {
    TopologyTestDriver driver = begin(new Bound(1_000_000));

    write(driver, "left+a left+b left-a left-b");

    assertThat(writes()).isEmpty();
    assertThat(changelog(driver, LEFT))
        .containsExactly(
            KeyValue.pair("a", "value"),
            KeyValue.pair("b", "value"),
            KeyValue.pair("a", null),
            KeyValue.pair("b", null));
  }

  @Test
  void whatIsLeftAtTheCommit_shouldBeInRocksDb() {
    TopologyTestDriver driver = begin(new Bound(1_000_000));

    write(driver, "left+a left+b left-a");

    assertThat(writes()).containsExactly("left putAll");
    assertThat(rocksDb(LEFT).get(bytes("a"))).isNull();
    assertThat(rocksDb(LEFT).get(bytes("b"))).isNotNull();
    assertThat(driver.<String, String>getKeyValueStore(LEFT).get("b")).isEqualTo("value");
  }

  @Test
  void whatIsRestoredAfterTheBegin_shouldBeSeen_andBeDeleted() {
    TopologyTestDriver driver = begin(new Bound(1_000_000));
    rocksDb(LEFT).put(bytes("a"), new byte[] {'r'});
    rocksDb(LEFT).put(bytes("b"), new byte[] {'r'});
    KeyValueStore<String, String> left = driver.getKeyValueStore(LEFT);
    assertThat(left.get("a")).isEqualTo("r");

    write(driver, "left+c left-a");

    assertThat(left.get("a")).isNull();
    assertThat(left.get("b")).isEqualTo("r");
    assertThat(left.get("c")).isEqualTo("value");
  }

  @Test
  void storesOfAProcess_shouldShareTheMemory() {
    TopologyTestDriver driver = begin(new Bound(600, 100, 1_000, new AtomicLong()));

    write(driver, "left+a left+b left+c left+d right+e left-a left-b left-c left-d right-e");

    assertThat(writes())
        .as("the fifth put finds the memory used up; the last delete leaves a tombstone")
        .containsExactly("right putAll", "right putAll");
    assertThat(changelog(driver, LEFT)).hasSize(8);
    assertThat(changelog(driver, RIGHT)).hasSize(2);
    assertThat(rocksDb(RIGHT).get(bytes("e"))).isNull();
  }

  @Test
  void taskThatBeginsAnewOnItsStores_shouldHaveWhatItHad() {
    TopologyTestDriver driver = begin(new Bound(1_000_000));
    write(driver, "left+a left+b");

    TestDrivers.beginTaskAnew(driver);
    write(driver, "left-b left+c");

    KeyValueStore<String, String> left = driver.getKeyValueStore(LEFT);
    assertThat(left.get("a")).isEqualTo("value");
    assertThat(left.get("b")).isNull();
    assertThat(left.get("c")).isEqualTo("value");
  }
}
