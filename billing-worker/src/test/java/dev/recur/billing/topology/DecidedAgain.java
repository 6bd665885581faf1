package dev.recur.billing.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.billing.domain.CommandKind;
import dev.recur.billing.domain.Input;
import dev.recur.billing.domain.KnownRequest;
import dev.recur.billing.domain.Moment;
import dev.recur.billing.domain.State;
import dev.recur.billing.topology.StepMaker.Origin;
import dev.recur.schemas.avro.DecisionInput;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Decides ledgers again, from nothing but the inputs that they hold, into stores of its own. It
 * lies in the rules' package because nobody else is to decide.
 */
public final class DecidedAgain {
  private final BillingCodecs codecs;
  private final KeyValueStore<String, byte[]> subscriptions = new MapStore<>();
  private final SubscriptionStores stores =
      new SubscriptionStores(
          subscriptions,
          new MapStore<>(),
          new MapStore<>(),
          new DueIndex(new MapStore<>()),
          new WaitingIndex(new MapStore<>()));
  private final StepMaker steps;
  private final RecordReader reader;

  public DecidedAgain(RecordCodecs codecs) {
    this.codecs = BillingCodecs.of(codecs);
    this.steps = new StepMaker(this.codecs);
    this.reader = new RecordReader(this.codecs, 1, _ -> true);
  }

  /** Forgets everything. */
  public void clear() {
    ((MapStore<String>) subscriptions).entries.clear();
    ((MapStore<String>) stores.payments()).entries.clear();
    ((MapStore<String>) stores.requests()).entries.clear();
  }

  /** Takes an event; those without an input followed from the one before them. */
  public void take(SubscriptionEvent event) {
    DecisionInput input = event.getInput();
    if (input == null) {
      return;
    }
    String id = event.getSubscriptionId();
    Moment moment = new Moment(event.getAt(), input.getRecordedAt());
    if (input.getCommand() != null) {
      byte[] command = codecs.commands().encode(input.getCommand());
      decide(
          id,
          ((Incoming.Command) read(Topics.SUBSCRIPTION_COMMANDS, id, command)).input(),
          moment,
          new Origin.OfCommand(input.getCommand()));
    } else if (input.getChargeResult() != null) {
      byte[] result = codecs.results().encode(input.getChargeResult());
      decide(
          id,
          ((Incoming.Result) read(Topics.CHARGE_RESULTS, id, result)).input(),
          moment,
          new Origin.OfResult(input.getChargeResult()));
    } else {
      var dueAt = input.getDueItem().getDueAt();
      decide(id, new Input.Due(dueAt), moment, new Origin.OfDueItem(dueAt));
    }
  }

  /** The state of a subscription, as its store would hold it. */
  public byte @Nullable [] state(String subscriptionId) {
    return subscriptions.get(subscriptionId);
  }

  /**
   * All that the stores of what was decided would hold, by their names and by their keys as they
   * are stored. The indexes are not among them: {@link IndexesOfStates} says what those must hold.
   */
  public Map<String, Map<Bytes, byte[]>> stores() {
    return Map.of(
        BillingTopology.SUBSCRIPTIONS_STORE,
        stored(subscriptions),
        BillingTopology.PAYMENTS_STORE,
        stored(stores.payments()),
        BillingTopology.REQUESTS_STORE,
        stored(stores.requests()));
  }

  /**
   * True where a request may be answered otherwise than its ledger says, because nothing came of
   * its answer: what is not paused was to be resumed, or what was refused for now, and told so, is
   * refused for good.
   *
   * @param key of the store of requests
   * @param told the answer by the ledger, as the store would hold it; null when it has none
   * @param held the answer that the store holds
   */
  public static boolean isAnsweredUntold(Bytes key, byte @Nullable [] told, byte[] held) {
    KnownRequest before = MemoryCodec.request(told).orElse(null);
    KnownRequest after = MemoryCodec.request(held).orElseThrow();
    boolean mayStillChange =
        before == null || (!before.isFinal() && before.fingerprint().equals(after.fingerprint()));
    boolean isUntold =
        after.answer().succeeded()
            ? new String(key.get(), UTF_8).contains("/" + CommandKind.RESUME.name() + "/")
            : before != null;
    return mayStillChange && isUntold && after.isFinal();
  }

  private static Map<Bytes, byte[]> stored(KeyValueStore<String, byte[]> store) {
    Map<Bytes, byte[]> stored = new HashMap<>();
    ((MapStore<String>) store)
        .entries.forEach((key, value) -> stored.put(Bytes.wrap(key.getBytes(UTF_8)), value));
    return stored;
  }

  /** The snapshot of a subscription, as its topic would hold it. */
  public Optional<byte[]> snapshot(String subscriptionId) {
    return stores.load(subscriptionId).state() instanceof State.Existing existing
        ? Optional.of(codecs.snapshots().encode(Snapshots.of(existing)))
        : Optional.empty();
  }

  private Incoming read(TopicSpec<?> topic, String key, byte[] value) {
    return reader.read(topic.name(), 0, key.getBytes(UTF_8), value);
  }

  private void decide(String id, Input input, Moment moment, Origin origin) {
    StateCodec.Stored stored = stores.load(id);
    Step step =
        steps.step(stored.state(), stores.withMemory(id, stored.state(), input), moment, origin);
    step.change().ifPresent(change -> stores.put(id, stored, change));
  }

  /** As much of a store as deciding needs. */
  private static final class MapStore<K> implements KeyValueStore<K, byte[]> {
    private final Map<K, byte[]> entries = new HashMap<>();

    @Override
    public byte @Nullable [] get(K key) {
      return entries.get(key);
    }

    @Override
    public void put(K key, byte[] value) {
      entries.put(key, value);
    }

    @Override
    public byte @Nullable [] putIfAbsent(K key, byte[] value) {
      return entries.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<K, byte[]>> all) {
      all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(K key) {
      return entries.remove(key);
    }

    @Override
    public KeyValueIterator<K, byte[]> range(K from, K to) {
      throw new UnsupportedOperationException("a ledger says itself what was due");
    }

    @Override
    public KeyValueIterator<K, byte[]> all() {
      throw new UnsupportedOperationException("a ledger says itself what was due");
    }

    @Override
    public long approximateNumEntries() {
      return entries.size();
    }

    @Override
    public String name() {
      return "decided-again";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
      return false;
    }

    @Override
    public boolean isOpen() {
      return true;
    }
  }
}
