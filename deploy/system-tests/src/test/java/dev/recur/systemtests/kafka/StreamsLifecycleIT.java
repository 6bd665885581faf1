package dev.recur.systemtests.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.recur.benchmark.rig.Directories;
import dev.recur.schemas.kafka.ByteClients;
import dev.recur.schemas.kafka.KafkaSettings;
import dev.recur.schemas.kafka.StreamsLifecycle;
import dev.recur.schemas.topic.TopicSetup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A topology's life on a real broker: late topics, work, an error, and the end. */
@OwnBroker
class StreamsLifecycleIT {

  private static final String FROM = "subscription.commands";
  private static final String TO = "command.replies";
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final byte[] POISON = "poison".getBytes(UTF_8);

  private final List<String> exits = new CopyOnWriteArrayList<>();
  private Broker broker;

  @BeforeEach
  void start(@TempDir Path directory) {
    broker = new Broker(directory);
  }

  @AfterEach
  void end() {
    broker.close();
  }

  @Test
  void topology_shouldWaitForItsTopics_work_andTakeTheProcessWithItWhenItFails() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (StreamsLifecycle lifecycle = lifecycle()) {
      lifecycle.bindTo(meters);
      lifecycle.start();
      assertThat(lifecycle.state()).isEqualTo(State.CREATED);

      TopicSetup.createMissing(broker.admin(), Broker.PARTITIONS, Broker.COPIES);

      await().atMost(AT_MOST).until(lifecycle::isRunning);
      assertThat(meters.get("recur.streams.running").gauge().value()).isEqualTo(1);
      send("a", "1".getBytes(UTF_8));
      await().atMost(AT_MOST).until(() -> broker.records(TO).size() == 1);
      assertThat(exits).isEmpty();

      send("b", POISON);

      await().atMost(AT_MOST).until(() -> !exits.isEmpty());
      assertThat(exits.getFirst()).startsWith("Topology ended:").contains("cannot take this");
      assertThat(lifecycle.isRunning()).isFalse();
    }
    // Both records were in the same task: what failed left nothing behind.
    assertThat(broker.records(TO)).hasSize(1);
  }

  @Test
  void closed_shouldEndInTimeAndComeBackWithItsState_andSayWhatItHadToReadForIt() throws Exception {
    TopicSetup.createMissing(broker.admin(), Broker.PARTITIONS, Broker.COPIES);
    Logger logger = (Logger) LoggerFactory.getLogger(StreamsLifecycle.class);
    Level before = logger.getLevel();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    try {
      for (int life = 1; life <= 3; life++) {
        int expected = life;
        if (life == 3) {
          Directories.delete(broker.settings().stateDir());
        }
        try (StreamsLifecycle lifecycle = lifecycle()) {
          lifecycle.start();
          send("a", "1".getBytes(UTF_8));
          // A task may go on before all others have what they need.
          await()
              .atMost(AT_MOST)
              .until(() -> lifecycle.isRunning() && broker.records(TO).size() == expected);
        }
      }
    } finally {
      logger.detachAppender(log);
      logger.setLevel(before);
    }
    assertThat(broker.records(TO))
        .extracting(record -> new String(record.value(), UTF_8))
        .containsExactly("1 times", "2 times", "3 times");
    // Twice written, and read back in the third life only.
    assertThat(log.list)
        .filteredOn(event -> event.getMessage().equals("State restored."))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getKeyValuePairs())
                    .extracting(pair -> pair.key, pair -> pair.value)
                    .contains(tuple("records", 2L), tuple("stores", Map.of("counts", 2L))));
    assertThat(exits).isEmpty();
  }

  private StreamsLifecycle lifecycle() {
    KafkaSettings settings = broker.settings();
    return new StreamsLifecycle(
        settings, topology(), settings.streams("lifecycle-it"), (what, _) -> exits.add(what));
  }

  private static Topology topology() {
    Topology topology = new Topology();
    topology.addSource(
        "from", Serdes.String().deserializer(), Serdes.ByteArray().deserializer(), FROM);
    topology.addProcessor("count", Count::new, "from");
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore("counts"), Serdes.String(), Serdes.Long()),
        "count");
    topology.addSink(
        "to", TO, Serdes.String().serializer(), Serdes.ByteArray().serializer(), "count");
    return topology;
  }

  private void send(String key, byte[] value) throws Exception {
    try (Producer<byte[], byte[]> producer = ByteClients.producer(broker.settings().producer())) {
      producer.send(new ProducerRecord<>(FROM, 0, key.getBytes(UTF_8), value)).get();
    }
  }

  /** Counts the records of each key. */
  private static final class Count extends ContextualProcessor<String, byte[], String, byte[]> {

    @Override
    public void process(Record<String, byte[]> record) {
      KeyValueStore<String, Long> counts = context().getStateStore("counts");
      Long before = counts.get(record.key());
      long count = before == null ? 1 : before + 1;
      counts.put(record.key(), count);
      context().forward(record.withValue((count + " times").getBytes(UTF_8)));
      if (Arrays.equals(record.value(), POISON)) {
        throw new IllegalStateException("cannot take this");
      }
    }
  }
}
