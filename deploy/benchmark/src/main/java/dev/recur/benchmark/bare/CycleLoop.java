package dev.recur.benchmark.bare;

import dev.recur.benchmark.rig.Patterns;
import dev.recur.benchmark.rig.Template;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.LoopbackServer.Handler;
import dev.recur.local.http.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * What a billing run is measured against, as a process: due index → state → next due → outputs, in
 * Kafka's transactions and with the services' settings or those of its pace, and nothing else.
 * Nothing is decoded, decided or encoded. {@code CycleLoop CONTROL_PORT PLAN_FILE}, then {@code
 * POST /advance?rounds=…}: each subscription is due once in each round.
 */
public final class CycleLoop {

  /**
   * What it is to do.
   *
   * @param input topic of the subscriptions it begins with; only the keys matter
   * @param outputs topics, one for each output of the shape
   */
  record Plan(
      BarePlace place, String input, List<String> outputs, CycleShape shape, CyclePace pace) {}

  private static final String SOURCE = "input";
  private static final String PROCESSOR = "cycle";
  private static final String STATES = "states";
  private static final String DUE = "due";
  private static final String BESIDE = "beside";

  private static final byte[] PRESENT = {1};

  private final Plan plan;
  private final AtomicInteger round = new AtomicInteger();
  private final AtomicLong known = new AtomicLong();

  private CycleLoop(Plan plan) {
    this.plan = plan;
  }

  /** Runs until it is ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    CycleLoop loop = new CycleLoop(BareStreams.plan(args[1], Plan.class));
    BareStreams.run(
        Integer.parseInt(args[0]),
        loop.plan.place(),
        loop.topology(),
        loop.plan.pace().streams(),
        loop.control());
  }

  private Handler control() {
    return request ->
        switch (request.path()) {
          case "/known" -> Response.ok(known.get());
          case "/advance" -> {
            round.addAndGet(Integer.parseInt(BareStreams.asked(request, "rounds")));
            yield Response.empty();
          }
          default -> throw new BadRequestException(404, "There is no " + request.path());
        };
  }

  private Topology topology() {
    Topology topology = new Topology();
    topology
        .addSource(SOURCE, new ByteArrayDeserializer(), new ByteArrayDeserializer(), plan.input())
        .addProcessor(PROCESSOR, Cycle::new, SOURCE);
    for (String store : List.of(STATES, DUE, BESIDE)) {
      topology.addStateStore(
          Stores.keyValueStoreBuilder(
              Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray()),
          PROCESSOR);
    }
    for (String output : plan.outputs()) {
      topology.addSink(
          output, output, new ByteArraySerializer(), new ByteArraySerializer(), PROCESSOR);
    }
    return topology;
  }

  /** An entry of the due index: when, and who. */
  private record Entry(int round, Bytes id) {

    static Bytes key(int round, byte[] id) {
      return Bytes.wrap(
          ByteBuffer.allocate(Integer.BYTES + id.length).putInt(round).put(id).array());
    }

    /** The first key that may come after this one. */
    static Bytes after(Bytes key) {
      return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length + 1));
    }

    static Entry of(Bytes key) {
      ByteBuffer bytes = ByteBuffer.wrap(key.get());
      int round = bytes.getInt();
      byte[] id = new byte[bytes.remaining()];
      bytes.get(id);
      return new Entry(round, Bytes.wrap(id));
    }
  }

  /** Patterns, one after the other and from the first again. */
  private static final class InTurn {

    private final List<Template> patterns;
    private final List<byte[]> values;
    private int at = -1;

    InTurn(Patterns patterns) {
      this.patterns = patterns.all();
      this.values = this.patterns.stream().map(Template::bytes).toList();
    }

    byte[] next() {
      at = (at + 1) % values.size();
      return values.get(at);
    }

    /** This subscription's key, where a longer one is written as long as that. */
    byte[] key(Bytes id) {
      int length = patterns.getFirst().keyBytes();
      return length <= id.get().length ? id.get() : Arrays.copyOf(id.get(), length);
    }

    /** Gives these headers those of the pattern whose value came last. */
    void putHeaders(Headers into) {
      patterns.get(at).putHeaders(into);
    }
  }

  /** Not static: what it does stands in the plan. */
  private final class Cycle implements Processor<byte[], byte[], byte[], byte[]> {

    private final InTurn state = new InTurn(plan.shape().state());
    private final List<InTurn> beside = plan.shape().beside().stream().map(InTurn::new).toList();
    private final List<InTurn> outputs = plan.shape().outputs().stream().map(InTurn::new).toList();

    /**
     * Where the next look begins: all before it is taken out, and RocksDB would step over each
     * entry of it. Nothing is put in before it, for what is put in is due in a later round.
     */
    private Bytes from = Entry.key(0, new byte[0]);

    private long count;

    /** Other bytes in each task, and in each run the same. */
    private SplittableRandom random = new SplittableRandom(0);

    // Set by init, before any record.
    @SuppressWarnings("NullAway.Init")
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<Bytes, byte[]> states;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<Bytes, byte[]> due;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<Bytes, byte[]> others;

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
      context = processorContext;
      random = new SplittableRandom(context.taskId().partition());
      states = context.getStateStore(STATES);
      due = context.getStateStore(DUE);
      others = context.getStateStore(BESIDE);
      context.schedule(
          Duration.ofMillis(plan.pace().tickMs()), PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    /** One that is due in the next round. */
    @Override
    public void process(Record<byte[], byte[]> record) {
      states.put(Bytes.wrap(record.key()), next(state));
      due.put(Entry.key(round.get() + 1, record.key()), PRESENT);
      known.incrementAndGet();
    }

    private void tick(long nowMs) {
      int left = plan.pace().itemsPerBiteMax();
      List<Entry> items;
      do {
        items = due(round.get(), left);
        for (Entry item : items) {
          cycle(item, nowMs);
        }
        left -= items.size();
      } while (!items.isEmpty() && left > 0);
    }

    private List<Entry> due(int through, int countMax) {
      List<Entry> items = new ArrayList<>();
      Bytes to = Entry.key(through + 1, new byte[0]);
      if (from.compareTo(to) >= 0) {
        return items;
      }
      Bytes last = to;
      try (KeyValueIterator<Bytes, byte[]> range = due.range(from, to)) {
        while (items.size() < countMax && range.hasNext()) {
          last = range.next().key;
          items.add(Entry.of(last));
        }
      }
      from = items.isEmpty() ? to : Entry.after(last);
      return items;
    }

    private void cycle(Entry item, long nowMs) {
      Bytes id = item.id();
      for (int step = 0; step < plan.shape().steps(); step++) {
        if (states.get(id) == null) {
          throw new IllegalStateException("No state of " + id);
        }
        states.put(id, next(state));
      }
      for (InTurn other : beside) {
        others.put(Bytes.wrap(other.key(id)), next(other));
      }
      due.put(Entry.key(item.round(), id.get()), null);
      due.put(Entry.key(item.round() + 1, id.get()), PRESENT);
      for (int n = 0; n < outputs.size(); n++) {
        Headers headers = new RecordHeaders();
        byte[] value = next(outputs.get(n));
        outputs.get(n).putHeaders(headers);
        context.forward(
            new Record<>(outputs.get(n).key(id), value, nowMs, headers), plan.outputs().get(n));
      }
    }

    /** As long as the next pattern, and other bytes: no two records are equal. */
    private byte[] next(InTurn patterns) {
      byte[] value = patterns.next();
      if (plan.shape().noise()) {
        byte[] noise = new byte[value.length];
        random.nextBytes(noise);
        return noise;
      }
      byte[] next = value.clone();
      if (next.length >= Long.BYTES) {
        ByteBuffer.wrap(next).putLong(next.length - Long.BYTES, count++);
      }
      return next;
    }
  }
}
