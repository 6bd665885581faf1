package dev.recur.benchmark.bare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.LoopbackServer.Handler;
import dev.recur.local.http.Response;
import dev.recur.schemas.kafka.ByteClients;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * What the notifier could reach at best, as a process: events → contexts → deliveries → turns and
 * entries → attempts → entries, with the services' settings, and nothing else. Nothing is decoded,
 * rendered, signed or sent: an attempt is written as soon as its delivery is read. {@code
 * DeliveryLoop CONTROL_PORT PLAN_FILE}, then events on its topic.
 */
public final class DeliveryLoop {

  record Plan(
      BarePlace place, String events, String deliveries, String attempts, DeliveryShape shape) {}

  /** What the notifier's application.yml sets otherwise than the other services, and follows. */
  private static final Map<String, String> AS_THE_NOTIFIER =
      Map.of(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "50", StreamsConfig.POLL_MS_CONFIG, "10");

  private static final String FAN_OUT = "fan-out";
  private static final String DELIVERY = "delivery";
  private static final String CONTEXTS = "contexts";
  private static final String TURNS = "turns";
  private static final String ENTRIES = "entries";

  private final Plan plan;
  private final Producer<byte[], byte[]> attempts;
  private final AtomicLong settled = new AtomicLong();

  private DeliveryLoop(Plan plan) {
    this.plan = plan;
    this.attempts = ByteClients.producer(BareStreams.settings(plan.place()).producer());
  }

  /** Runs until it is ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    DeliveryLoop loop = new DeliveryLoop(BareStreams.plan(args[1], Plan.class));
    BareStreams.run(
        Integer.parseInt(args[0]),
        loop.plan.place(),
        loop.topology(),
        AS_THE_NOTIFIER,
        loop.control());
  }

  private Handler control() {
    return request -> {
      if (request.path().equals("/settled")) {
        return Response.ok(settled.get());
      }
      throw new BadRequestException(404, "There is no " + request.path());
    };
  }

  private Topology topology() {
    Topology topology = new Topology();
    source(topology, plan.events());
    source(topology, plan.deliveries());
    source(topology, plan.attempts());
    topology
        .addProcessor(FAN_OUT, FanOut::new, plan.events())
        .addProcessor(DELIVERY, Delivery::new, plan.deliveries(), plan.attempts())
        .addSink(
            FAN_OUT + "-out",
            plan.deliveries(),
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            FAN_OUT);
    store(topology, CONTEXTS, FAN_OUT);
    store(topology, TURNS, DELIVERY);
    store(topology, ENTRIES, DELIVERY);
    return topology;
  }

  private static void source(Topology topology, String topic) {
    topology.addSource(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic);
  }

  private static void store(Topology topology, String name, String processor) {
    topology.addStateStore(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray()),
        processor);
  }

  /**
   * The subscription that a value was made for stands at its end, cut to what there is room for.
   */
  private static byte[] made(byte[] pattern, byte[] subscription) {
    byte[] made = pattern.clone();
    int length = Math.min(subscription.length, made.length);
    System.arraycopy(subscription, 0, made, made.length - length, length);
    return made;
  }

  private static byte[] madeFor(byte[] value, int subscriptionBytes) {
    return Arrays.copyOfRange(value, Math.max(0, value.length - subscriptionBytes), value.length);
  }

  private final class FanOut implements Processor<byte[], byte[], byte[], byte[]> {

    private final byte[] contextPattern = plan.shape().context().bytes();
    private final byte[] delivery = plan.shape().delivery().bytes();
    private final List<byte[]> lanes =
        plan.shape().lanes().stream().map(lane -> lane.getBytes(UTF_8)).toList();

    // Set by init, before any record.
    @SuppressWarnings("NullAway.Init")
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<Bytes, byte[]> contexts;

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
      context = processorContext;
      contexts = context.getStateStore(CONTEXTS);
    }

    @Override
    public void process(Record<byte[], byte[]> event) {
      Bytes key = Bytes.wrap(event.key());
      byte[] known = contexts.get(key);
      contexts.put(key, made(known == null ? contextPattern : known, event.key()));
      for (byte[] lane : lanes) {
        Headers headers = new RecordHeaders();
        plan.shape().delivery().putHeaders(headers);
        context.forward(
            new Record<>(lane, made(delivery, event.key()), event.timestamp(), headers));
      }
    }
  }

  private final class Delivery implements Processor<byte[], byte[], Void, Void> {

    private final byte[] turn = plan.shape().turn().bytes();
    private final byte[] entry = plan.shape().entry().bytes();
    private final byte[] attempt = plan.shape().attempt().bytes();
    private final int subscriptionBytes = plan.shape().event().keyBytes();
    private final int padding =
        Math.max(0, plan.shape().entry().keyBytes() - plan.shape().turn().keyBytes());

    // Set by init, before any record.
    @SuppressWarnings("NullAway.Init")
    private ProcessorContext<Void, Void> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<Bytes, byte[]> turns;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<Bytes, byte[]> entries;

    @Override
    public void init(ProcessorContext<Void, Void> processorContext) {
      context = processorContext;
      turns = context.getStateStore(TURNS);
      entries = context.getStateStore(ENTRIES);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      String topic = context.recordMetadata().orElseThrow().topic();
      byte[] subscription = madeFor(record.value(), subscriptionBytes);
      Bytes entryKey = key(record.key(), subscription, padding);
      if (topic.equals(plan.attempts())) {
        entries.put(entryKey, null);
        settled.incrementAndGet();
        return;
      }
      Bytes turnKey = key(record.key(), subscription, 0);
      byte[] known = turns.get(turnKey);
      entries.put(entryKey, made(entry, subscription));
      turns.put(turnKey, made(known == null ? turn : known, subscription));
      ProducerRecord<byte[], byte[]> made =
          new ProducerRecord<>(plan.attempts(), record.key(), made(attempt, subscription));
      plan.shape().attempt().putHeaders(made.headers());
      var _ = attempts.send(made);
    }

    private Bytes key(byte[] lane, byte[] subscription, int more) {
      return Bytes.wrap(
          ByteBuffer.allocate(lane.length + subscription.length + more)
              .put(lane)
              .put(subscription)
              .array());
    }
  }
}
